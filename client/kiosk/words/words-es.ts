import type { KioskWords } from "./words-en.ts";

export const words: KioskWords = {
  pairThis: "Vincular esta pantalla",
  validFor: "Válido durante",
  openDesk: "Abra la redacción y vaya a Pantallas",
  typeCode: "Escriba este código",
  nameIt: "Dé nombre a la pantalla y elija su lugar",
  pairOnPhone: "Vincular con un teléfono",
  isTheOne: "Es esta pantalla",
  connecting: "Esperando al servidor",
  notPaired: "Sin vincular",
  scanToWatch: "¿Completo? Escanee para verlo",
  scanToFollow: "Escanee para seguirlo",
  scanToRead: "Escanee para leer",
  startsIn: "Empieza en",
  endsIn: "Termina en",
  later: "Más tarde",
  nothingMore: "Hoy no hay nada más aquí",
  testCard: "Carta de ajuste",
};
