import { deskWords } from "../words.ts";
import { en } from "./words-en.ts";
import { fr } from "./words-fr.ts";
import { zh } from "./words-zh.ts";

export type AuditWords = typeof en;

export const auditWords = deskWords<AuditWords>({ en, zh, fr });
