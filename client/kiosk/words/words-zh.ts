import type { KioskWords } from "./words-en.ts";

export const words: KioskWords = {
  pairThis: "配对此屏幕",
  validFor: "还可用",
  openDesk: "打开编辑台，选择“屏幕”",
  typeCode: "输入此代码",
  nameIt: "为屏幕命名，选择位置",
  pairOnPhone: "用手机配对",
  isTheOne: "就是这块屏幕",
  connecting: "正在等待服务器",
  notPaired: "未配对",
  scanToWatch: "满座？扫码观看",
  scanToFollow: "扫码关注实时消息",
  scanToRead: "扫码阅读",
  startsIn: "距开始",
  endsIn: "距结束",
  later: "随后",
  nothingMore: "今日此处已无其他安排",
  testCard: "测试图",
};
