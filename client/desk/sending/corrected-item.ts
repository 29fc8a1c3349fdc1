/** What an announcement would say after a correction that somebody proposed. Pure; the server decides. */
import type { Correction, Text } from "../../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";

/** As the server applies it: a field given replaces, text merges by language, null removes. */
export function correctedItem(item: DeskAnnouncement, correction: Correction): DeskAnnouncement {
  const { text = {}, removePrevious: _removePrevious, ...given } = correction;
  const words: Text = Object.fromEntries(
    Object.entries(item.text).filter(([language]) => text[language] !== null),
  );
  for (const [language, said] of Object.entries(text)) {
    if (said === null) continue;
    const was = item.text[language];
    words[language] = {
      headline: said.headline ?? was?.headline ?? "",
      body: said.body ?? was?.body ?? "",
    };
  }
  const kept = Object.entries({ ...item, ...given }).filter(([, value]) => value !== null);
  const fields = Object.fromEntries(kept) as Partial<DeskAnnouncement>;
  return { ...(fields as DeskAnnouncement), actions: fields.actions ?? [], text: words };
}
