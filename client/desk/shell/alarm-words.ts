import type { AlarmCode } from "../../../server/contract/socket.ts";
import { deskWords } from "../words.ts";

interface Said {
  /** What is wrong. */
  readonly is: (count: number) => string;
  /** What it means for the event, and what to do now. */
  readonly todo: string;
}

/** Alarms stand in words that somebody under pressure can act on. */
export const alarmWords = deskWords<Record<AlarmCode, Said>>({
  en: {
    no_worker: {
      is: () => "Nobody sends what is scheduled",
      todo: "No worker is running. Send by hand what cannot wait; start a worker (npm run worker) on any machine.",
    },
    clocks_disagree: {
      is: () => "The clocks of the servers disagree",
      todo: "What is scheduled may wait. Set the time of the machine (NTP); send by hand what cannot wait.",
    },
    redis_unavailable: {
      is: () => "The store cannot be reached",
      todo: "Readers go on with what they have; nothing can be saved or sent. What you type is kept here. Look at Redis.",
    },
    storage_full: {
      is: () => "The store is full",
      todo: "Nothing can be saved or sent until it has room: give Redis memory or disk.",
    },
    storage_nearly_full: {
      is: () => "The store is nearly full",
      todo: "Everything still works. Have Redis given more memory (maxmemory) now: when it is full, nothing can be sent.",
    },
    would_evict: {
      is: () => "The store would throw data away when it is full",
      todo: "Nothing is lost yet. In Redis: CONFIG SET maxmemory-policy noeviction, and the same in its file.",
    },
    not_durable: {
      is: () => "A crash of the store could lose what was sent",
      todo: "You can go on. Have Redis looked at: appendonly yes, appendfsync always, and room on its disk.",
    },
    no_replica: {
      is: () => "The store has no replica",
      todo: "Readers go on with what they have; nothing can be saved or sent until a replica of Redis is connected again.",
    },
    redis_loading: {
      is: () => "The store is starting",
      todo: "It is reading its data. Wait: nothing can be saved or sent until it has. What you type is kept here.",
    },
    overdue_item: {
      is: (count) => (count === 1 ? "1 announcement is overdue" : `${count} announcements are overdue`),
      todo: "Their time has passed and they were not sent. Send, reschedule or discard each.",
    },
    kiosk_gone: {
      is: (count) => (count === 1 ? "1 screen cannot be reached" : `${count} screens cannot be reached`),
      todo: "It shows what it has, with its age. Look at its power and network.",
    },
    kiosk_cloned: {
      is: (count) => (count === 1 ? "Two screens came as one" : `Two screens came as one, ${count} times`),
      todo: "Neither is let in. Under Screens, pair the right one again, in the place of the one that was stopped.",
    },
  },
  zh: {
    no_worker: {
      is: () => "定时内容无人发送",
      todo: "没有运行中的工作进程。紧急内容请手动发送；在任意机器上启动工作进程（npm run worker）。",
    },
    clocks_disagree: {
      is: () => "服务器时钟不一致",
      todo: "定时内容可能推迟。请校准机器时间（NTP）；紧急内容请手动发送。",
    },
    redis_unavailable: {
      is: () => "无法连接存储",
      todo: "读者可继续阅读已有内容，但无法保存或发送。您输入的内容保存在本机。请检查 Redis。",
    },
    storage_full: {
      is: () => "存储已满",
      todo: "腾出空间之前无法保存或发送：请为 Redis 增加内存或磁盘。",
    },
    storage_nearly_full: {
      is: () => "存储即将用满",
      todo: "目前一切正常。请立即为 Redis 增加内存（maxmemory）：一旦用满，将无法发送。",
    },
    would_evict: {
      is: () => "存储用满时会丢弃数据",
      todo: "目前尚未丢失。请在 Redis 中执行 CONFIG SET maxmemory-policy noeviction，并写入其配置文件。",
    },
    not_durable: {
      is: () => "存储一旦崩溃，可能丢失已发送的内容",
      todo: "可以继续使用。请检查 Redis：appendonly yes、appendfsync always，以及磁盘空间。",
    },
    no_replica: {
      is: () => "存储没有副本",
      todo: "读者可继续阅读已有内容；在 Redis 副本重新连接之前，无法保存或发送。",
    },
    redis_loading: {
      is: () => "存储正在启动",
      todo: "正在读取数据，请稍候：完成之前无法保存或发送。您输入的内容保存在本机。",
    },
    overdue_item: {
      is: (count) => `${count} 条公告已逾期`,
      todo: "预定时间已过而未发送。请逐条发送、改期或弃用。",
    },
    kiosk_gone: {
      is: (count) => `${count} 块屏幕失去联系`,
      todo: "屏幕仍显示已有内容及其时间。请检查电源和网络。",
    },
    kiosk_cloned: {
      is: (count) => `有两块屏幕冒用同一身份（${count} 处）`,
      todo: "两块均已停用。请在“屏幕”页重新配对正确的一块，替换被停用的屏幕。",
    },
  },
  fr: {
    no_worker: {
      is: () => "Personne n’envoie ce qui est programmé",
      todo: "Aucun worker ne tourne. Envoyez à la main ce qui ne peut attendre ; lancez un worker (npm run worker) sur une machine.",
    },
    clocks_disagree: {
      is: () => "Les horloges des serveurs divergent",
      todo: "Ce qui est programmé peut attendre. Réglez l’heure de la machine (NTP) ; envoyez à la main ce qui ne peut attendre.",
    },
    redis_unavailable: {
      is: () => "Le stockage est injoignable",
      todo: "Les lecteurs gardent ce qu’ils ont ; rien ne peut être enregistré ni envoyé. Votre saisie est gardée ici. Vérifiez Redis.",
    },
    storage_full: {
      is: () => "Le stockage est plein",
      todo: "Rien ne peut être enregistré ni envoyé tant qu’il n’y a pas de place : donnez à Redis de la mémoire ou du disque.",
    },
    storage_nearly_full: {
      is: () => "Le stockage est presque plein",
      todo: "Tout marche encore. Faites donner plus de mémoire à Redis (maxmemory) dès maintenant : plein, plus rien ne part.",
    },
    would_evict: {
      is: () => "Le stockage jetterait des données une fois plein",
      todo: "Rien n’est perdu. Dans Redis : CONFIG SET maxmemory-policy noeviction, et de même dans son fichier.",
    },
    not_durable: {
      is: () => "Une panne du stockage pourrait perdre ce qui a été envoyé",
      todo: "Vous pouvez continuer. Faites vérifier Redis : appendonly yes, appendfsync always, et de la place sur son disque.",
    },
    no_replica: {
      is: () => "Le stockage n’a pas de réplique",
      todo: "Les lecteurs gardent ce qu’ils ont ; rien ne peut être enregistré ni envoyé tant qu’aucune réplique de Redis n’est reliée.",
    },
    redis_loading: {
      is: () => "Le stockage démarre",
      todo: "Il lit ses données. Attendez : rien ne peut être enregistré ni envoyé d’ici là. Votre saisie est gardée ici.",
    },
    overdue_item: {
      is: (count) => (count === 1 ? "1 annonce est en retard" : `${count} annonces sont en retard`),
      todo: "Leur heure est passée et elles ne sont pas parties. Envoyez, reprogrammez ou écartez chacune.",
    },
    kiosk_gone: {
      is: (count) => (count === 1 ? "1 écran est injoignable" : `${count} écrans sont injoignables`),
      todo: "Il montre ce qu’il a, avec son âge. Vérifiez son alimentation et son réseau.",
    },
    kiosk_cloned: {
      is: (count) =>
        count === 1 ? "Deux écrans sont venus pour un" : `Deux écrans sont venus pour un, ${count} fois`,
      todo: "Aucun n’est admis. Sous Écrans, associez à nouveau le bon, à la place de celui qui a été arrêté.",
    },
  },
});
