import type { KioskWords } from "./words-en.ts";

export const words: KioskWords = {
  pairThis: "Подключить этот экран",
  validFor: "Действует ещё",
  openDesk: "Откройте редакцию, затем «Экраны»",
  typeCode: "Введите этот код",
  nameIt: "Назовите экран, выберите место",
  pairOnPhone: "Подключить с телефона",
  isTheOne: "Это тот самый экран",
  connecting: "Ожидание сервера",
  notPaired: "Не подключён",
  scanToWatch: "Нет мест? Сканируйте и смотрите",
  scanToFollow: "Сканируйте и следите",
  scanToRead: "Сканируйте и читайте",
  startsIn: "Начало через",
  endsIn: "Конец через",
  later: "Позже",
  nothingMore: "Сегодня здесь больше ничего нет",
  testCard: "Настроечная таблица",
};
