/** The form of a phrase that a number takes in a language; `#` stands for the number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export function plural(language: string, forms: Forms): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  const phrase = (count: number): string =>
    (forms[rules.select(count)] ?? forms.other).replace("#", count.toLocaleString(`${language}-u-nu-latn`));
  // Kept with it, for a page that carries its words as data.
  return Object.assign(phrase, { forms });
}
