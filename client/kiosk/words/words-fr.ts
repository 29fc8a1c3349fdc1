import type { KioskWords } from "./words-en.ts";

export const words: KioskWords = {
  pairThis: "Associer cet écran",
  validFor: "Valable encore",
  openDesk: "Ouvrez la rédaction, puis Écrans",
  typeCode: "Saisissez ce code",
  nameIt: "Nommez l’écran, choisissez sa place",
  pairOnPhone: "Associer avec un téléphone",
  isTheOne: "C’est cet écran",
  connecting: "En attente du serveur",
  notPaired: "Non associé",
  scanToWatch: "Complet ? Scannez pour regarder",
  scanToFollow: "Scannez pour suivre",
  scanToRead: "Scannez pour lire",
  startsIn: "Commence dans",
  endsIn: "Se termine dans",
  later: "Plus tard",
  nothingMore: "Plus rien ici aujourd’hui",
  testCard: "Mire",
};
