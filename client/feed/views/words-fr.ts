import { plural } from "../../shared/words/plural.ts";
import type { ViewWords } from "./words-en.ts";

export const words: ViewWords = {
  calendar: "Ajouter à l’agenda",
  subscribe: "S’abonner au calendrier",
  found: plural("fr", { one: "# trouvée", other: "# trouvées" }),
  appearance: "Apparence",
  looks: { auto: "Comme l’appareil", light: "Claire", dark: "Sombre" },
  notifications: "Notifications",
  push: {
    why: "Choisissez ce qui doit vous parvenir quand cette page est fermée. Le navigateur demandera aussi votre accord. Les avis urgents arrivent toujours.",
    start: "M’avertir sur cet appareil",
    stop: "Arrêter les notifications",
    failed: "Cela n’a pas marché. Réessayez.",
    denied: "Votre navigateur bloque les notifications de cette page. Ses réglages peuvent les autoriser.",
    unsupported: "Ce navigateur ne peut pas afficher de notifications.",
  },
  install: "Installer sur cet appareil",
  byHand: "Sur iPhone ou iPad : Partager, puis Sur l’écran d’accueil.",
  keptHere: "Conservé sur cet appareil",
  keptNames: {
    attendance: "Votre mode de participation",
    event: "L’événement : salles et thèmes",
    feed: "Une copie du fil",
    files: "La page et le programme, pour lire sans réseau",
    filters: "Ce que vous avez choisi de voir dans cet onglet",
    language: "Votre langue",
    push: "Ce dont vous voulez être averti",
    renewedAt: "La date du dernier renouvellement de la page",
    seen: "Où s’est arrêtée votre lecture",
    starred: "Les séances que vous suivez",
    theme: "L’apparence",
  },
  forgetAll: "Tout oublier sur cet appareil",
  keptThere: "Conservé sur le serveur",
  nothingThere: "Rien. Il n’y a pas de comptes.",
  keptAddress: (service, since) =>
    `Une adresse chez ${service}, votre langue et les choix ci-dessus, depuis : ${since}. Ni nom, ni compte.`,
  deleteThere: "Supprimer",
};
