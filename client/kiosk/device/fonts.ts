/** Whether this device has letters for a language, or draws empty boxes. */

/** One letter of each script that a device may lack. */
const LETTERS: Readonly<Record<string, string>> = {
  zh: "永",
  ja: "あ",
  ko: "한",
  ar: "ع",
  fa: "ع",
  he: "ש",
  hi: "अ",
  th: "ก",
  ru: "Ж",
  el: "Ω",
};
/** Nobody has a letter for it. */
const NOBODYS = "\u{10fffe}";
const SIZE = 32;

/** The languages of those given whose letters are missing. */
export function missingFonts(languages: readonly string[]): string[] {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (context === null) return [];
  context.canvas.width = SIZE;
  context.canvas.height = SIZE;
  const family = getComputedStyle(document.body).fontFamily;
  const drawn = (letter: string, language: string): string => {
    context.clearRect(0, 0, SIZE, SIZE);
    context.canvas.lang = language;
    context.font = `${SIZE * 0.75}px ${family}`;
    context.fillText(letter, 0, SIZE * 0.75);
    return context.getImageData(0, 0, SIZE, SIZE).data.join();
  };
  return languages.filter((language) => {
    const letter = LETTERS[language.split("-")[0]!.toLowerCase()];
    return letter !== undefined && drawn(letter, language) === drawn(NOBODYS, language);
  });
}
