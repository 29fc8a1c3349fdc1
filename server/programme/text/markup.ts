// Every pattern stops at the next < or >, so that hostile text costs no more than its length.
/** Tags that organisers' tools write into abstracts, and no others, so that `Vec<T>` is left alone. */
const BLOCK =
  /<\/?(?:p|div|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|tr|blockquote|pre|section|article)(?:\s[^<>]*)?\/?>/gi;
const INLINE =
  /<\/?(?:a|abbr|b|big|center|cite|code|del|em|font|i|iframe|img|ins|kbd|mark|q|s|script|small|span|strike|strong|style|sub|sup|tbody|td|tfoot|th|thead|tt|u|var)(?:\s[^<>]*)?\/?>/gi;
const COMMENT = /<!--[^<>]*-->/g;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  bull: "•",
  middot: "·",
  copy: "©",
  reg: "®",
  trade: "™",
  euro: "€",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
};

export function withoutTags(text: string): string {
  if (!text.includes("<")) return text;
  return text.replace(COMMENT, "").replace(BLOCK, "\n").replace(INLINE, "");
}

/** Once: `&amp;lt;` is `&lt;`. An entity that is not known stays as it is written. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
