/** The form of a phrase that a number takes in a language; `#` stands for the number. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export function plural(language: string, forms: Forms): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  return (count) =>
    (forms[rules.select(count)] ?? forms.other).replace("#", count.toLocaleString(`${language}-u-nu-latn`));
}
