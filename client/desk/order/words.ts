import { deskWords } from "../words.ts";
import { en, type OrderWords } from "./words-en.ts";
import { fr } from "./words-fr.ts";
import { zh } from "./words-zh.ts";

export const orderWords = deskWords<OrderWords>({ en, zh, fr });
