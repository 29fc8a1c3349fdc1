const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it stands in a page, between tags and in attributes with double quotes. */
export const html = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char]!);
