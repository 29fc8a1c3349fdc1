import { plural } from "../../shared/words/plural.ts";
import type { ViewWords } from "./words-en.ts";

export const words: ViewWords = {
  calendar: "加入日历",
  subscribe: "订阅日历",
  found: plural("zh", { other: "找到 # 条" }),
  appearance: "外观",
  looks: { auto: "跟随设备", light: "浅色", dark: "深色" },
  notifications: "推送提醒",
  push: {
    why: "请选择页面关闭时希望收到的内容，浏览器也会征求您的同意。紧急通知始终会送达。",
    start: "在本机接收提醒",
    stop: "停止提醒",
    failed: "操作未成功，请重试。",
    denied: "浏览器屏蔽了本页的提醒，可在其设置中允许。",
    unsupported: "此浏览器无法显示提醒。",
  },
  install: "安装到本机",
  byHand: "在 iPhone 或 iPad 上：点按“共享”，再选“添加到主屏幕”。",
  keptHere: "保存在本机的内容",
  keptNames: {
    attendance: "您的参会方式",
    event: "活动信息：会场与板块",
    feed: "消息副本",
    files: "供断网时使用的页面与日程",
    filters: "您在此标签页中选择查看的内容",
    language: "您的语言",
    push: "您希望收到的提醒",
    renewedAt: "页面上次更新的时间",
    seen: "您上次读到的位置",
    starred: "您关注的活动",
    theme: "外观",
  },
  forgetAll: "清除本机上的全部内容",
  keptThere: "保存在服务器上的内容",
  nothingThere: "没有。这里不设账号。",
  keptAddress: (service, since) =>
    `自${since}起：${service} 的推送地址、您的语言和以上选择。没有姓名，也没有账号。`,
  deleteThere: "删除",
};
