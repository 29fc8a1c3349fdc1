/** The words of a correction that waits for a second person. */
import { deskWords } from "../words.ts";

export const proposedWords = deskWords({
  en: {
    title: "A correction waits for a second person",
    by: (who: string, time: string) => `${who} proposed it at ${time}. Readers do not see it yet.`,
    own: "You proposed it: a colleague must send it.",
    removes: "The old text leaves public view.",
    send: "Agree, and send this correction",
    drop: "Take this correction back",
    first: "Drop your own changes first, or correct it in your own words.",
  },
  zh: {
    title: "有一项更正等待另一人确认",
    by: (who, time) => `${who} 于 ${time} 提出。读者尚未看到。`,
    own: "由您提出：须由同事发送。",
    removes: "原文将不再公开。",
    send: "同意并发送此更正",
    drop: "取消此更正",
    first: "请先放弃您的修改，或按您的措辞另行更正。",
  },
  fr: {
    title: "Une correction attend une seconde personne",
    by: (who, time) => `Proposée par ${who} à ${time}. Les lecteurs ne la voient pas encore.`,
    own: "Vous l’avez proposée : un collègue doit l’envoyer.",
    removes: "L’ancien texte quitte la vue du public.",
    send: "Approuver et envoyer cette correction",
    drop: "Reprendre cette correction",
    first: "Abandonnez d’abord vos modifications, ou corrigez avec vos propres mots.",
  },
});
