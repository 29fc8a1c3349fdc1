import { deskWords } from "../words.ts";
import { fieldNames } from "./field-names.ts";

export const fieldWords = deskWords(fieldNames);
