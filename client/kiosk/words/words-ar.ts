import type { KioskWords } from "./words-en.ts";

export const words: KioskWords = {
  pairThis: "اربط هذه الشاشة",
  validFor: "صالح لمدة",
  openDesk: "افتح مكتب التحرير ثم «الشاشات»",
  typeCode: "اكتب هذا الرمز",
  nameIt: "سمِّ الشاشة واختر مكانها",
  pairOnPhone: "الربط بالهاتف",
  isTheOne: "هذه هي الشاشة",
  connecting: "في انتظار الخادم",
  notPaired: "غير مرتبطة",
  scanToWatch: "القاعة ممتلئة؟ امسح الرمز للمشاهدة",
  scanToFollow: "امسح الرمز للمتابعة",
  scanToRead: "امسح الرمز للقراءة",
  startsIn: "يبدأ بعد",
  endsIn: "ينتهي بعد",
  later: "لاحقًا",
  nothingMore: "لا شيء آخر هنا اليوم",
  testCard: "صورة اختبار",
};
