import type { Invited } from "../../../server/contract/desk-people.ts";
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import { Copy } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Moment } from "../parts/moment.tsx";
import { calledName, mailTo } from "./people.ts";
import { peopleWords } from "./words.ts";

interface OneTimeLinkProps {
  readonly invited: Invited;
  readonly zone: string;
  readonly onClose: () => void;
}

export function OneTimeLink({ invited: { person, link, expiresAt }, zone, onClose }: OneTimeLinkProps) {
  const words = peopleWords.value;
  const atMs = Date.parse(expiresAt);
  const until = `${shortDay(atMs, zone, language.value)} ${clockTime(atMs, zone)} (${zone})`;
  return (
    <Dialog title={words.linkTitle(calledName(person))} onClose={onClose} look="one-time">
      <Copy label={words.linkLabel} text={link} />
      <p>
        {words.linkUntil}{" "}
        <b>
          <Moment at={expiresAt} zone={zone} />
        </b>
      </p>
      <p>{words.linkHow}</p>
      <p>{words.linkOnce}</p>
      <div class="pair">
        <a class="button" href={mailTo(person.email, words.mailSubject, words.mailBody(link, until))}>
          {words.linkMail}
        </a>
        <button type="button" class="button primary" onClick={onClose}>
          {words.linkDone}
        </button>
      </div>
    </Dialog>
  );
}
