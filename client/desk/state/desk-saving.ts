/**
 * Sends what is typed: by itself where that changes nothing but a draft, and when a button asks for it. When is
 * said in composer/autosave.ts; here is who, with which request, and what its answer means for the form.
 *
 * The form stays as it is typed: of an answer only id, revision and exact times are taken over.
 */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { venueText } from "../../shared/time.ts";
import { began, failed, type Saving, succeeded, type Trouble } from "../composer/autosave.ts";
import { type ComposerForm, correctionFrom, writtenFrom } from "../composer/composer-form.ts";
import type { ExactTimes } from "../composer/form-times.ts";
import type { Unsettled } from "../composer/kept-forms.ts";
import type { Answer, Problem, Request } from "./desk-api.ts";

export const ANNOUNCEMENTS = "/api/v1/desk/announcements";

/** One announcement as it is being written here: what was typed, and how much of it the server has. */
export interface Draft {
  form: ComposerForm;
  saving: Saving;
  unsettled?: Unsettled | undefined;
  /** Why the last request for it was refused. */
  problem?: Problem | undefined;
  flight?: Promise<unknown> | undefined;
  /** Something stands in it that is not the server's to keep, such as the time of a schedule not yet made. */
  hasAside: boolean;
}

export type Asker = (path: string, request: Request) => Promise<Answer<DeskAnnouncement>>;

interface SavingDeps {
  readonly zone: () => string;
  readonly now: () => number;
  readonly itemOf: (id: string | undefined) => DeskAnnouncement | undefined;
  readonly newKey: () => string;
  /** The draft changed: keep it, and show it where it is the open one. */
  readonly changed: (draft: Draft, formerName?: ComposerForm) => void;
  readonly took: (item: DeskAnnouncement) => void;
}

export const isPublic = (item: DeskAnnouncement | undefined): boolean =>
  item?.state === "published" || item?.state === "corrected";

export function createSaving(deps: SavingDeps) {
  function requestFor({ form }: Draft): Unsettled {
    const body = writtenFrom(form, deps.zone());
    const item = deps.itemOf(form.id);
    const idempotencyKey = deps.newKey();
    if (form.id === undefined) return { path: ANNOUNCEMENTS, method: "POST", body, idempotencyKey };
    const path = `${ANNOUNCEMENTS}/${form.id}`;
    if (item !== undefined && isPublic(item)) {
      const correction = correctionFrom(body, item);
      const removes = form.removePrevious ? { removePrevious: true } : {};
      return {
        path: `${path}/correct`,
        method: "POST",
        body: { ...correction, ...removes },
        ifMatch: form.revision,
        idempotencyKey,
      };
    }
    return { path, method: "PUT", body, ifMatch: form.revision, idempotencyKey };
  }

  /** One request: the one whose outcome is not known, or else one with all that is typed so far. */
  async function send(draft: Draft, asker: Asker): Promise<Answer<DeskAnnouncement>> {
    const request = draft.unsettled ?? requestFor(draft);
    const isCorrection = request.path.endsWith("/correct");
    if (draft.unsettled === undefined) draft.saving = { ...draft.saving, unsettled: undefined };
    // A correction is a person's to ask for again, not the device's after a reload.
    draft.unsettled = isCorrection ? undefined : request;
    draft.saving = began(draft.saving);
    draft.problem = undefined;
    deps.changed(draft);
    const { path, method, body, ifMatch, idempotencyKey } = request;
    const flight = asker(path, {
      method,
      body,
      ...(ifMatch === undefined ? {} : { ifMatch }),
      // The same words corrected again by the same button carry the key that client/desk/state/desk-api.ts holds.
      ...(isCorrection ? {} : { idempotencyKey }),
    });
    draft.flight = flight;
    const answer = await flight;
    draft.flight = undefined;
    if (answer.ok) took(draft, answer.body);
    else refused(draft, answer.problem);
    return answer;
  }

  function took(draft: Draft, item: DeskAnnouncement): void {
    const { form } = draft;
    const { draftKey: _unsent, ...rest } = form;
    draft.form = {
      ...rest,
      id: item.id,
      revision: item.revision,
      exact: exactFrom(form, item, deps.zone()),
      ...(isPublic(item) ? { removePrevious: false } : {}),
    };
    draft.unsettled = undefined;
    draft.saving = succeeded(draft.saving, deps.now());
    deps.took(item);
    deps.changed(draft, form);
  }

  function refused(draft: Draft, problem: Problem): void {
    const trouble = troubleOf(problem);
    draft.problem = problem;
    draft.saving = failed(draft.saving, trouble, deps.now());
    if (trouble !== "unreachable") draft.unsettled = undefined;
    deps.changed(draft);
  }

  return { send };
}

function troubleOf({ code, status }: Problem): Trouble {
  if (code === "stale_revision") return "conflict";
  if (code === "fresh_sign_in_required") return "password";
  // Signed out or out of reach: nothing is wrong with what was typed.
  return status === 0 || status === 401 || status === 429 || status >= 500 ? "unreachable" : "refused";
}

/** As the server has them, but for fields in which something else stands by now. */
function exactFrom(form: ComposerForm, item: DeskAnnouncement, zone: string): ExactTimes {
  const exact = (path: "embargoUntil" | "expiresAt"): string | undefined => {
    const mine = form.exact?.[path];
    const holds = mine !== undefined && venueText(Date.parse(mine), zone) === form[path];
    return holds ? mine : item[path];
  };
  return { embargoUntil: exact("embargoUntil"), expiresAt: exact("expiresAt"), at: form.exact?.at };
}
