/**
 * The releases of the first afternoon. Fact (French press and others, November 2022): both blue books and the
 * 15 leading achievements of 257 entries came out on the afternoon of 9 November; there were 12 outstanding
 * cases of more than 210, and a white paper of the conference. The hour and hall of each is illustrative.
 */
import { attend } from "./places.ts";
import type { SketchedAnnouncement } from "./sample-announcement.ts";

export const releaseAnnouncements: readonly SketchedAnnouncement[] = [
  {
    key: "outstanding-cases",
    when: [1, "14:50"],
    basis: "placed",
    kind: "release",
    sealed: true,
    sessionId: "release-cases",
    text: {
      en: { headline: "The 12 outstanding cases", body: "Chosen from more than 210." },
      zh: { headline: "12 个优秀案例揭晓", body: "从 210 多个案例中选出。" },
      fr: { headline: "Les 12 cas exemplaires", body: "Choisis parmi plus de 210." },
    },
    details: { document: "Outstanding cases 2022", publisher: "World Internet Conference" },
    actions: attend("plenary", "A"),
  },
  {
    key: "blue-book-china",
    when: [1, "15:55"],
    basis: "placed",
    kind: "release",
    sealed: true,
    moment: true,
    sessionId: "release-blue-books",
    text: {
      en: {
        headline: "Blue book: China Internet Development Report 2022",
        body: "The first of two blue books that came out on the afternoon of 9 November 2022.",
      },
      zh: {
        headline: "《中国互联网发展报告2022》蓝皮书发布",
        body: "2022 年 11 月 9 日下午发布的两部蓝皮书之一。",
      },
      fr: {
        headline: "Livre bleu : rapport 2022 sur le développement de l'Internet en Chine",
        body: "Le premier des deux livres bleus publiés l'après-midi du 9 novembre 2022.",
      },
    },
    details: { document: "China Internet Development Report 2022", publisher: "Blue book" },
    actions: attend("plenary", "A"),
  },
  {
    key: "blue-book-world",
    when: [1, "15:57"],
    basis: "placed",
    kind: "release",
    sealed: true,
    moment: true,
    sessionId: "release-blue-books",
    text: {
      en: {
        headline: "Blue book: World Internet Development Report 2022",
        body: "The second of two blue books that came out on the afternoon of 9 November 2022.",
      },
      zh: {
        headline: "《世界互联网发展报告2022》蓝皮书发布",
        body: "2022 年 11 月 9 日下午发布的两部蓝皮书之二。",
      },
      fr: {
        headline: "Livre bleu : rapport 2022 sur le développement de l'Internet dans le monde",
        body: "Le second des deux livres bleus publiés l'après-midi du 9 novembre 2022.",
      },
    },
    details: { document: "World Internet Development Report 2022", publisher: "Blue book" },
    actions: attend("plenary", "A"),
  },
  {
    key: "leading-achievements",
    when: [1, "16:35"],
    basis: "placed",
    kind: "release",
    sealed: true,
    moment: true,
    sessionId: "release-achievements",
    text: {
      en: {
        headline: "The 15 leading achievements of the internet",
        body: "Scientific and technological work, chosen from 257 entries.",
      },
      zh: { headline: "15 项世界互联网领先科技成果", body: "从 257 项申报成果中选出。" },
      fr: {
        headline: "Les 15 grandes avancées de l'Internet",
        body: "Des travaux scientifiques et technologiques choisis parmi 257 candidatures.",
      },
    },
    details: {
      document: "Leading scientific and technological achievements of the internet 2022",
      publisher: "World Internet Conference",
    },
    actions: attend("plenary", "A"),
  },
  {
    key: "conference-paper",
    when: [1, "17:40"],
    basis: "placed",
    kind: "release",
    sealed: true,
    sessionId: "release-conference-paper",
    text: {
      en: {
        headline: "The conference's white paper is out",
        body: "The World Internet Conference has released a white paper of its own.",
      },
      zh: { headline: "大会白皮书发布", body: "世界互联网大会发布了自己的白皮书。" },
      fr: {
        headline: "Le livre blanc de la conférence est paru",
        body: "La Conférence mondiale de l'Internet a publié son propre livre blanc.",
      },
    },
    details: { document: "White paper of the conference", publisher: "World Internet Conference" },
    actions: attend("plenary", "A"),
  },
];
