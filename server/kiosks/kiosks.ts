/**
 * What the desk does with screens, and what screens do with their tokens. Every change is decided on the screen as
 * it is in the store, and made there in one step with what the audit is told of it.
 */

import { hashOf, newSecret } from "../accounts/secrets.ts";
import type { DeskEvent } from "../contract/event.ts";
import type { KioskChange } from "../contract/kiosk.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Result, refused, staleRevision } from "../contract/refusals.ts";
import type { AuditNote } from "../core/change.ts";
import { isValid, needsNewer, used, withNewer } from "../core/kiosk-tokens.ts";
import type { KioskRecord, KioskStore } from "../store/kiosks.ts";
import { aScreen, noteOf } from "./notes.ts";
import { KIOSK_TOKEN_PREFIX } from "./pairings.ts";
import { changedFields, changedSettings, settingFaults } from "./settings.ts";

const ATTEMPTS = 8;

export interface KiosksParts {
  readonly store: Pick<KioskStore, "kiosk" | "change">;
  readonly clock: { nowMs(): number };
  readonly event: () => DeskEvent;
}

type Decision =
  | { readonly after: KioskRecord; readonly note: AuditNote }
  | ReturnType<typeof staleRevision>
  /** Nothing is to be done: it is so already. */
  | undefined;

export class Kiosks {
  readonly #parts: KiosksParts;

  constructor(parts: KiosksParts) {
    this.#parts = parts;
  }

  /** With `seen`, only a screen that is still of that revision. */
  async change(id: string, change: KioskChange, by: Actor, seen?: number): Promise<Result<KioskRecord>> {
    const errors = settingFaults(change, this.#parts.event());
    if (errors.length > 0) return refused("invalid", undefined, { errors });
    return await this.#decide(id, (before) => {
      if (seen !== undefined && seen !== before.revision) return staleRevision(seen, before.revision);
      const settings = changedSettings(before.settings, change);
      const fields = changedFields(before.settings, settings);
      if (fields.length === 0) return undefined;
      const revision = before.revision + 1;
      return {
        after: { ...before, settings, revision },
        note: noteOf("change-kiosk", by, id, { fields, revision }),
      };
    });
  }

  /** Nobody comes in as this screen any more; what it has shown stays known. */
  async remove(id: string, by: Actor): Promise<Result<KioskRecord>> {
    return await this.#decide(id, (before) => ({
      after: { ...before, tokens: [], removedAtMs: this.#parts.clock.nowMs() },
      note: noteOf("remove-kiosk", by, id),
    }));
  }

  /** Two came as this screen: neither is let in, until another takes its place. */
  async stop(id: string): Promise<Result<KioskRecord>> {
    return await this.#decide(id, (before) =>
      before.stoppedAtMs !== undefined
        ? undefined
        : {
            after: { ...before, tokens: [], stoppedAtMs: this.#parts.clock.nowMs() },
            note: noteOf("stop-kiosk", aScreen, id),
          },
    );
  }

  /** [K5] A screen came with this token: one before it opens the door no more. */
  async use(id: string, tokenHash: string): Promise<void> {
    await this.#decide(id, (before) => {
      const tokens = used(before.tokens, tokenHash, this.#parts.clock.nowMs());
      return tokens === before.tokens
        ? undefined
        : { after: { ...before, tokens }, note: noteOf("use-kiosk-token", aScreen, id) };
    });
  }

  /** [K6] A newer token for whoever is here with this one; undefined where it is not time for one. */
  async renew(id: string, inUse: string): Promise<string | undefined> {
    const token = KIOSK_TOKEN_PREFIX + newSecret();
    let isDue = false;
    await this.#decide(id, (before) => {
      const nowMs = this.#parts.clock.nowMs();
      isDue = needsNewer(before.tokens, inUse, nowMs);
      return isDue
        ? {
            after: { ...before, tokens: withNewer(before.tokens, inUse, hashOf(token), nowMs) },
            note: noteOf("renew-kiosk-token", aScreen, id),
          }
        : undefined;
    });
    return isDue ? token : undefined;
  }

  /** Decides again where somebody else was first. */
  async #decide(id: string, decision: (before: KioskRecord) => Decision): Promise<Result<KioskRecord>> {
    const { store } = this.#parts;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await store.kiosk(id);
      if (before === undefined || before.removedAtMs !== undefined) return refused("not_found");
      const decided = decision(before);
      if (decided === undefined) return granted(before);
      if ("refusal" in decided) return decided;
      const { after, note } = decided;
      if ((await store.change({ kiosk: { before, after }, notes: [note] })) === "done") return granted(after);
    }
    throw new Error("a screen kept changing while it was changed");
  }
}

/** Whether somebody with this token is let in as this screen. */
export const letsIn = ({ tokens, removedAtMs, stoppedAtMs }: KioskRecord, tokenHash: string): boolean =>
  removedAtMs === undefined && stoppedAtMs === undefined && isValid(tokens, tokenHash);
