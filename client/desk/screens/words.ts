import { deskWords } from "../words.ts";
import { en } from "./words-en.ts";
import { fr } from "./words-fr.ts";
import { zh } from "./words-zh.ts";

export type ScreensWords = typeof en;

export const screensWords = deskWords<ScreensWords>({ en, zh, fr });
