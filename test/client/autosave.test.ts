import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  began,
  dueAt,
  failed,
  isUnsaved,
  QUIET_MS,
  reachable,
  type Saving,
  settled,
  succeeded,
  typed,
  untouched,
} from "../../client/desk/composer/autosave.ts";
import { savedLine } from "../../client/desk/composer/saved-line.ts";

const typedTimes = (count: number, nowMs = 0): Saving =>
  Array.from({ length: count }).reduce<Saving>((saving) => typed(saving, nowMs), untouched);

describe("[A2] [A3] [A4] when what is typed is sent by itself", () => {
  test("two seconds after the last key, once, and what is typed meanwhile after it", () => {
    let saving = typed(typed(untouched, 1_000), 1_500);
    expect(dueAt(saving)).toBe(1_500 + QUIET_MS);
    saving = began(saving);
    expect(dueAt(saving)).toBeUndefined();
    saving = typed(saving, 4_000);
    expect(dueAt(saving)).toBeUndefined();
    saving = succeeded(saving, 4_100);
    expect([saving.saved, isUnsaved(saving), dueAt(saving)]).toEqual([2, true, 4_000 + QUIET_MS]);
    saving = succeeded(began(saving), 7_000);
    expect([isUnsaved(saving), dueAt(saving)]).toEqual([false, undefined]);
  });
  test("out of reach, the same request is asked again, later and later, at once when the network is back", () => {
    let saving = failed(began(typedTimes(3)), "unreachable", 10_000);
    expect(saving.unsettled).toBe(3);
    expect(dueAt(saving)).toBe(10_000 + 2 * QUIET_MS);
    const later = failed(began(typed(saving, 11_000)), "unreachable", 20_000);
    expect([later.unsettled, later.typed]).toEqual([3, 4]);
    expect(dueAt(later)! - 20_000).toBeGreaterThan(dueAt(saving)! - 10_000);
    expect(dueAt(reachable(later))).toBe(11_000 + QUIET_MS);
    saving = succeeded(began(later), 30_000);
    expect([saving.saved, saving.unsettled, isUnsaved(saving)]).toEqual([3, undefined, true]);
  });
  test("what was refused waits for the next key; after a conflict, for a person", () => {
    const refused = failed(began(typedTimes(1)), "refused", 100);
    expect(dueAt(refused)).toBeUndefined();
    expect(dueAt(typed(refused, 200))).toBe(200 + QUIET_MS);
    const conflict = failed(began(typedTimes(1)), "conflict", 100);
    expect(dueAt(typed(conflict, 200))).toBeUndefined();
    expect(dueAt(settled(typed(conflict, 200)))).toBe(200 + QUIET_MS);
  });
  test("a refusal of what has since been typed over stops nothing", () => {
    const saving = failed(typed(began(typedTimes(1)), 50), "refused", 100);
    expect([saving.trouble, dueAt(saving)]).toEqual([undefined, 50 + QUIET_MS]);
  });
});

/** A server, a device and a page between them; what is typed is a number that grows. */
interface World {
  saving: Saving;
  page: number;
  device: number | undefined;
  server: { text: number; drafts: number; keys: Map<string, number> };
  request: { text: number; key: string } | undefined;
  unsettled: { text: number; key: string } | undefined;
  isKnown: boolean;
  nextKey: number;
}

type Step = "type" | "send" | "arrives" | "lostBefore" | "lostAfter" | "refused" | "reload";

const keep = (world: World): void => {
  world.device = isUnsaved(world.saving) || world.unsettled !== undefined ? world.page : undefined;
};

/** The server: one key, one draft; a repeated key answers as the first time and changes nothing. */
function serve(world: World, { text, key }: { text: number; key: string }): void {
  const { server } = world;
  if (server.keys.has(key)) return;
  server.keys.set(key, text);
  if (!world.isKnown) server.drafts += 1;
  server.text = text;
}

const steps: Record<Step, (world: World) => void> = {
  type: (world) => {
    world.page += 1;
    world.saving = typed(world.saving, 0);
  },
  send: (world) => {
    if (dueAt(world.saving) === undefined) return;
    world.unsettled ??= { text: world.page, key: `k${world.nextKey++}` };
    world.request = world.unsettled;
    world.saving = began(world.saving);
  },
  arrives: (world) => {
    if (world.request === undefined) return;
    serve(world, world.request);
    world.isKnown = true;
    [world.request, world.unsettled] = [undefined, undefined];
    world.saving = succeeded(world.saving, 0);
  },
  lostBefore: (world) => {
    if (world.request === undefined) return;
    world.request = undefined;
    world.saving = failed(world.saving, "unreachable", 0);
  },
  lostAfter: (world) => {
    if (world.request === undefined) return;
    serve(world, world.request);
    world.request = undefined;
    world.saving = failed(world.saving, "unreachable", 0);
  },
  refused: (world) => {
    if (world.request === undefined || world.server.keys.has(world.request.key)) return;
    [world.request, world.unsettled] = [undefined, undefined];
    world.saving = failed(world.saving, "refused", 0);
  },
  // The page is gone; what is under way may or may not have been done.
  reload: (world) => {
    if (world.request !== undefined) serve(world, world.request);
    world.request = undefined;
    const { device, unsettled } = world;
    world.page = device ?? world.server.text;
    world.saving =
      device === undefined
        ? untouched
        : { ...untouched, typed: 2, unsettled: unsettled === undefined ? undefined : 1 };
  },
};

test("[A1] [A3] whatever the order of keys, answers, losses and reloads: no key is lost, no draft is made twice", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...(Object.keys(steps) as Step[])), { minLength: 5, maxLength: 80 }),
      (order) => {
        const world: World = {
          saving: untouched,
          page: 0,
          device: undefined,
          server: { text: 0, drafts: 0, keys: new Map() },
          request: undefined,
          unsettled: undefined,
          isKnown: false,
          nextKey: 0,
        };
        let lastTyped = 0;
        for (const step of order) {
          steps[step](world);
          keep(world);
          if (step === "type") lastTyped = world.page;
          expect(world.page, "the form stays as typed").toBe(lastTyped);
          if (world.device === undefined) expect(world.server.text).toBe(lastTyped);
          else expect(world.device).toBe(lastTyped);
          expect(world.server.drafts).toBeLessThanOrEqual(1);
        }
        // Left alone with a network that works, everything comes to the server.
        world.saving = typed({ ...world.saving, trouble: undefined }, 0);
        lastTyped = world.page += 1;
        for (let turn = 0; turn < 4; turn++) {
          steps.arrives(world);
          steps.send(world);
        }
        expect([world.server.text, world.server.drafts]).toEqual([lastTyped, 1]);
      },
    ),
    { numRuns: 500 },
  );
});

describe("the line that says where it is", () => {
  const line = (saving: Saving, over = {}) =>
    savedLine({ saving, goesByItself: true, isKept: true, ...over }).says;
  test("is true of every state", () => {
    const one = typedTimes(1);
    expect(line(untouched)).toBe("nothing");
    expect(line(untouched, { saved: { atMs: 1, by: "Mei" } })).toBe("saved");
    expect(line(one)).toBe("soon");
    expect(line(one, { goesByItself: false })).toBe("byHand");
    expect(line(began(one))).toBe("saving");
    expect(line(failed(began(one), "unreachable", 0))).toBe("device");
    expect(line(failed(began(one), "unreachable", 0), { isKept: false })).toBe("nowhere");
    expect(line(failed(began(one), "refused", 0))).toBe("refused");
    expect(line(failed(began(one), "conflict", 0))).toBe("conflict");
    expect(savedLine({ saving: succeeded(began(one), 9), goesByItself: true, isKept: true })).toEqual({
      says: "saved",
      atMs: 9,
    });
  });
});
