/** Refusals that several of this folder give. */
import { refused } from "../contract/refusals.ts";

export const tooMany = (retryAfterMs: number) =>
  refused("too_many_requests", "too many wrong attempts; try again later", { retryAfterMs });

export const changedMeanwhile = () =>
  refused("not_allowed_in_state", "the account was changed in the meantime; try again");
