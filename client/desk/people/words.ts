import { deskWords } from "../words.ts";
import { en } from "./words-en.ts";
import { fr } from "./words-fr.ts";
import { zh } from "./words-zh.ts";

export type PeopleWords = typeof en;

export const peopleWords = deskWords<PeopleWords>({ en, zh, fr });
