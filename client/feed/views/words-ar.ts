import { plural } from "../../shared/words/plural.ts";
import type { ViewWords } from "./words-en.ts";

export const words: ViewWords = {
  calendar: "أضف إلى التقويم",
  subscribe: "اشترك في التقويم",
  found: plural("ar", {
    zero: "لا نتائج",
    one: "نتيجة واحدة",
    two: "نتيجتان",
    few: "# نتائج",
    many: "# نتيجة",
    other: "# نتيجة",
  }),
  appearance: "المظهر",
  looks: { auto: "كما في الجهاز", light: "فاتح", dark: "داكن" },
  notifications: "الإشعارات",
  push: {
    why: "اختر ما تريد أن يصلك والصفحة مغلقة، وسيستأذنك المتصفح أيضًا. أما التنبيهات العاجلة فتصل دائمًا.",
    start: "أرسل لي الإشعارات على هذا الجهاز",
    stop: "أوقف الإشعارات",
    failed: "لم ينجح ذلك. أعد المحاولة.",
    denied: "يحظر متصفحك إشعارات هذه الصفحة، ويمكن السماح بها في إعداداته.",
    unsupported: "لا يستطيع هذا المتصفح عرض الإشعارات.",
  },
  install: "ثبّت على هذا الجهاز",
  byHand: "على iPhone أو iPad: «مشاركة» ثم «إضافة إلى الشاشة الرئيسية».",
  keptHere: "المحفوظ على هذا الجهاز",
  keptNames: {
    attendance: "طريقة حضورك",
    event: "الحدث: القاعات والمحاور",
    feed: "نسخة من الإعلانات",
    files: "الصفحة والبرنامج للقراءة دون شبكة",
    filters: "ما اخترت عرضه في علامة التبويب هذه",
    language: "لغتك",
    push: "ما تريد أن تُشعَر به",
    renewedAt: "متى جُددت الصفحة آخر مرة",
    seen: "الموضع الذي بلغته قراءتك",
    starred: "الجلسات التي تتابعها",
    theme: "المظهر",
  },
  forgetAll: "انسَ كل شيء على هذا الجهاز",
  keptThere: "المحفوظ على الخادم",
  nothingThere: "لا شيء. لا حسابات هنا.",
  keptAddress: (service, since) =>
    `عنوان لدى ${service} ولغتك واختياراتك أعلاه، منذ ${since}. لا اسم ولا حساب.`,
  deleteThere: "احذفه",
};
