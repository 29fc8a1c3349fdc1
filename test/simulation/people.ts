/** What people do at their desks: one row for each thing, and how often it is done. */
import type { NewAnnouncement, WrittenAnnouncement } from "../../server/contract/announcement.ts";
import type { Actor } from "../../server/contract/people.ts";
import type { Command } from "../../server/core/decide.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { newNotice, notice, person } from "../support/written.ts";
import type { Dice } from "./dice.ts";
import type { World } from "./world.ts";

export interface Move {
  readonly name: string;
  readonly weight: number;
  readonly run: (world: World, dice: Dice) => void | Promise<void>;
}

const anna = person("admin", "anna", { skipsFreshSignIn: true });
const colleagues: readonly Actor[] = [
  anna,
  person("lead", "li", { skipsFreshSignIn: true }),
  person("moderator", "maud", { skipsFreshSignIn: true }),
];
/** What was made lately is handled most. */
const LATELY = 12;

const instant = (ms: number): string => new Date(Math.round(ms)).toISOString();

/** Words that are nowhere else. */
const headline = (world: World): string => {
  world.headlines += 1;
  return `<h${world.headlines}>`;
};

/** Parsed once: parsing is another test's matter, and dear. */
const aNewNotice = newNotice("some words");
const aNotice = notice("some words");
const said = (world: World) => ({ en: { headline: headline(world), body: "" } });

function make(world: World, dice: Dice, over: Partial<NewAnnouncement>): void {
  const given = { ...aNewNotice, text: said(world), ...over } as NewAnnouncement;
  const actor = dice.pick(colleagues);
  world.desks.ask("create", (server, retry) => server.announcements!.create(given, actor, retry));
}

type CommandFor = (record: AnnouncementRecord, dice: Dice, world: World) => Command;

/** Of some announcement, as the desk sees it at this moment. */
const asked =
  (commandFor: CommandFor) =>
  async (world: World, dice: Dice): Promise<void> => {
    const ids = world.logJudge.made.slice(-LATELY);
    if (ids.length === 0) return;
    const id = dice.pick(ids);
    const stored = await world.redis.log.announcement(id);
    if (stored === undefined) return;
    const command = commandFor(stored.value, dice, world);
    const actor = dice.pick(colleagues);
    const seen = dice.chance(0.5) ? stored.value.revision : undefined;
    world.desks.ask(`${command.type} ${world.trace.nameOf(id)}`, (server, retry) =>
      server.announcements!.command(id, command, actor, retry, seen),
    );
  };

const plain = (type: "submit" | "approve" | "unschedule" | "pin" | "unpin" | "discard" | "recover") =>
  asked(() => ({ type }));

/** By Redis' clock, which is the clock of record. */
const soon = (world: World, dice: Dice): number => world.redis.nowMs + dice.between(100, 8_000);

export const people: readonly Move[] = [
  { name: "draft", weight: 4, run: (world, dice) => make(world, dice, {}) },
  {
    name: "send",
    weight: 10,
    run: (world, dice) => make(world, dice, { publishAt: "now", pinned: dice.chance(0.2) }),
  },
  {
    name: "schedule new",
    weight: 12,
    run: (world, dice) => make(world, dice, { publishAt: instant(soon(world, dice)) }),
  },
  {
    name: "schedule under embargo",
    weight: 5,
    run: (world, dice) => {
      const at = instant(soon(world, dice));
      make(world, dice, { publishAt: at, embargoUntil: at });
    },
  },
  { name: "submit", weight: 1, run: plain("submit") },
  { name: "approve", weight: 1, run: plain("approve") },
  {
    name: "schedule",
    weight: 5,
    run: asked((_, dice, world) => ({ type: "schedule", atMs: Math.round(soon(world, dice)) })),
  },
  { name: "unschedule", weight: 6, run: plain("unschedule") },
  { name: "publish", weight: 5, run: asked(() => ({ type: "publish" })) },
  {
    name: "publish with undo",
    weight: 4,
    run: asked((_, dice) => ({ type: "publish", undoMs: 1_000 + dice.whole(5_000) })),
  },
  {
    name: "revise",
    weight: 5,
    run: asked((record, _, world) => ({
      type: "revise",
      written: { ...aNotice, text: said(world) } as WrittenAnnouncement,
      ifMatch: record.revision,
    })),
  },
  {
    name: "correct",
    weight: 6,
    run: asked((_, dice, world) => ({
      type: "correct",
      correction: {
        text: { en: { headline: headline(world) } },
        ...(dice.chance(0.4) ? { removePrevious: true } : {}),
        ...(dice.chance(0.2) ? { pinned: true } : {}),
      },
    })),
  },
  { name: "withdraw", weight: 4, run: asked(() => ({ type: "withdraw", reason: "wrong" })) },
  { name: "pin", weight: 2, run: plain("pin") },
  { name: "unpin", weight: 2, run: plain("unpin") },
  { name: "discard", weight: 1, run: plain("discard") },
  { name: "recover", weight: 1, run: plain("recover") },
  {
    name: "event",
    weight: 1,
    run: (world, dice) => world.desks.replaceEvent({ rehearsal: dice.chance(0.5) }, anna),
  },
  { name: "programme", weight: 2, run: (world) => world.desks.replaceProgramme(anna) },
  {
    name: "end rehearsal",
    weight: 0.5,
    run: (world, dice) => world.desks.endRehearsal(dice.chance(0.8) ? "preparation" : "nothing", anna),
  },
];
