/** The words of the page on which an announcement is written. */
import { deskWords } from "../words.ts";
import { en, type WriteWords } from "./words-en.ts";
import { fr } from "./words-fr.ts";
import { zh } from "./words-zh.ts";

export const writeWords = deskWords<WriteWords>({ en, zh, fr });
