/**
 * The wire, frozen: the hash of every schema that travels, beside the version that it belongs to.
 * Readers and kiosks may run last week's code, so none of these changes by accident.
 */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as announcement from "../../server/contract/announcement.ts";
import * as api from "../../server/contract/api.ts";
import * as desk from "../../server/contract/desk-announcement.ts";
import * as deskKiosk from "../../server/contract/desk-kiosk.ts";
import * as people from "../../server/contract/desk-people.ts";
import * as event from "../../server/contract/event.ts";
import * as feed from "../../server/contract/feed.ts";
import * as jobs from "../../server/contract/jobs.ts";
import * as kiosk from "../../server/contract/kiosk.ts";
import * as kioskSocket from "../../server/contract/kiosk-socket.ts";
import * as programme from "../../server/contract/programme.ts";
import * as push from "../../server/contract/push.ts";
import * as socket from "../../server/contract/socket.ts";
import { PROTOCOL_VERSION } from "../../server/contract/version.ts";
import { canonicalJson } from "../../server/core/fingerprint.ts";

type Direction = "sent" | "taken";
type Frozen = readonly [name: string, schema: z.ZodType, direction: Direction, hash: string];

/** What is sent is frozen as it leaves, what is taken as it may arrive. */
function hashOf(schema: z.ZodType, direction: Direction): string {
  const shape = z.toJSONSchema(schema, {
    io: direction === "sent" ? "output" : "input",
    unrepresentable: "any",
  });
  return createHash("sha256").update(canonicalJson(shape)).digest("hex").slice(0, 16);
}

const VERSION = 1;

/** What sockets and the event stream carry. */
const wire: readonly Frozen[] = [
  ["cursor", feed.cursorSchema, "sent", "b79c0a61e0d15742"],
  ["entry", feed.entrySchema, "sent", "33b2ac386f1a067c"],
  ["frame", feed.frameSchema, "sent", "5413563e019c657f"],
  ["snapshot", feed.snapshotSchema, "sent", "d84b0bf2db6cbb61"],
  ["reset", feed.resetSchema, "sent", "395340f7155511d7"],
  ["announcement", announcement.announcementSchema, "sent", "1f9f43f9e1e6ac04"],
  ["tombstone", announcement.tombstoneSchema, "sent", "8f45577281aef2a2"],
  ["feed item", announcement.feedItemSchema, "sent", "568a93f17e0f451e"],
  ["hello", socket.helloSchema, "sent", "b1b051edfd35715a"],
  ["refused", socket.socketRefusalSchema, "sent", "dec4734d46eef106"],
  ["reader auth", socket.readerAuthSchema, "taken", "f30e6f60151c97fb"],
  ["attendance", socket.attendanceMessageSchema, "taken", "14edf8ec0a4d58f9"],
  ["desk auth", socket.deskAuthSchema, "taken", "e07c288e7577a4fa"],
  ["changed", socket.changedSchema, "sent", "bcc87919157fed9f"],
  ["desk hello", socket.deskHelloSchema, "sent", "8efcc344f991e66e"],
  ["presence", socket.presenceSchema, "sent", "cf19e86f1c32442e"],
  ["desk stats", socket.deskStatsSchema, "sent", "ae88e709d543e0b9"],
  ["alarm", socket.alarmSchema, "sent", "483acaf116b23f8a"],
  ["kiosk auth", kioskSocket.kioskAuthSchema, "taken", "cbe8e74e04aaec48"],
  ["kiosk", kiosk.kioskConfigSchema, "sent", "71de1275221abe27"],
  ["command", kioskSocket.kioskCommandSchema, "sent", "0d90b2f57c640c2e"],
  ["answer to a command", kioskSocket.commandAnswerSchema, "taken", "f65a2e4e3ead017c"],
  ["newer token of a screen", kioskSocket.newTokenMessageSchema, "sent", "0d5319fce61124f1"],
  ["receipt", kioskSocket.receiptSchema, "taken", "0cd2c7cc0cfeedab"],
  ["receipts", kioskSocket.receiptsMessageSchema, "taken", "79e6dcd10673b16f"],
  ["health", kioskSocket.healthSchema, "taken", "70e0d89015ceda62"],
  ["kiosks", deskKiosk.kiosksMessageSchema, "sent", "916839ba667e63d0"],
  ["shown", deskKiosk.shownMessageSchema, "sent", "6f00f14d0b9cbe86"],
  ["editing", socket.editingMessageSchema, "taken", "488f7c3501a5540b"],
  ["cursor as text", api.cursorTextSchema, "taken", "c6b066b5e4de7702"],
];

/** What HTTP carries under `/api/v1`, and what waits in BullMQ while a new build starts. */
const http: readonly Frozen[] = [
  ["feed query", api.feedQuerySchema, "taken", "5c4da4401576c816"],
  ["frames query", api.framesQuerySchema, "taken", "f05f419276f900da"],
  ["stream query", api.streamQuerySchema, "taken", "c8c9cf6bdcca94e4"],
  ["programme query", api.programmeQuerySchema, "taken", "1e94a428022ee47d"],
  ["calendar query", api.calendarQuerySchema, "taken", "df713da62b281067"],
  ["syndication query", api.syndicationQuerySchema, "taken", "00e0dda0cf402aa3"],
  ["desk list query", api.deskListQuerySchema, "taken", "7848e792de642cdc"],
  ["audit query", api.auditQuerySchema, "taken", "998617b1bb1259df"],
  ["import query", api.importQuerySchema, "taken", "77d61667ecf3a053"],
  ["new announcement", announcement.newAnnouncementSchema, "taken", "65e9cc7c1cd84a37"],
  ["whole announcement", announcement.writtenAnnouncementSchema, "taken", "98df32dd84bd6550"],
  ["correction", announcement.correctionSchema, "taken", "c8416c0ecfbefe73"],
  ["desk announcement", desk.deskAnnouncementSchema, "sent", "14b634e8fcddfc3e"],
  ["sealed announcement", desk.sealedAnnouncementSchema, "sent", "a548ae3e30b0fa67"],
  ["publish", api.publishBodySchema, "taken", "4db32c83a91e87a0"],
  ["schedule", api.scheduleBodySchema, "taken", "8b6ca8307bcef423"],
  ["mark current", api.markCurrentBodySchema, "taken", "76affc8aa41ca387"],
  ["end of the rehearsal", api.endRehearsalBodySchema, "taken", "3efba7cb71d0b904"],
  ["withdraw", api.withdrawBodySchema, "taken", "6c82d8f7bedf2c79"],
  ["sign-in", api.signInSchema, "taken", "2acc255f3863fb47"],
  ["accept invitation", api.acceptInvitationSchema, "taken", "d6fb1f4afc26ef71"],
  ["who", api.whoSchema, "sent", "24b99e9fd861f3f9"],
  ["problem", api.problemSchema, "sent", "d7f3ae3565239a09"],
  ["event", event.eventSchema, "sent", "6b51d1a18b6d4781"],
  ["desk event, sent", event.deskEventSchema, "sent", "b2d44b55af02ce23"],
  ["desk event, taken", event.deskEventSchema, "taken", "fd0d3775049310d3"],
  ["programme", programme.programmeSchema, "sent", "794a7cd1d9b6fc10"],
  ["proposed announcement", programme.proposedAnnouncementSchema, "sent", "f522924047b6c152"],
  ["person", people.personSchema, "sent", "77a7f7daeb53fe1c"],
  ["invite", people.inviteBodySchema, "taken", "8501796d6190f858"],
  ["change of a person", people.changePersonBodySchema, "taken", "c126196256233c54"],
  ["invited", people.invitedSchema, "sent", "03945133323ee35d"],
  ["change of password", people.changePasswordBodySchema, "taken", "3d0724ed9625ce6b"],
  ["change of one's own name", people.changeOwnNameBodySchema, "taken", "f7d8f264ff4c1818"],
  ["one's own session", people.ownSessionSchema, "sent", "6c682637c1b9c39f"],
  ["new token, taken", people.tokenBodySchema, "taken", "579b0e65facaf46e"],
  ["token", people.deskTokenSchema, "sent", "4e09413f4249cdc7"],
  ["new token, sent", people.newTokenSchema, "sent", "347514d368c51e41"],
  ["publish job", jobs.publishJobSchema, "sent", "58e0733c91b5b095"],
  ["new pairing", kiosk.pairingBodySchema, "taken", "01e2fd01e793754d"],
  ["pairing", kiosk.pairingSchema, "sent", "aa79fd34ab8c5d57"],
  ["question for a token", kiosk.pairingTokenBodySchema, "taken", "5b31406b53ab941c"],
  ["paired", kiosk.pairedSchema, "sent", "721596e5bd31b789"],
  ["look at a code", kiosk.lookUpBodySchema, "taken", "7849dfa6d7d90958"],
  ["waiting screen", kiosk.waitingScreenSchema, "sent", "be3464e4fe792edf"],
  ["claim", kiosk.claimBodySchema, "taken", "ed5e21ab9531d09c"],
  ["change of a screen", kiosk.kioskChangeSchema, "taken", "bf73b6a66ab1c0e1"],
  ["blackout, taken", kiosk.blackoutBodySchema, "taken", "b8ec0342f80f9a2f"],
  ["blackout, sent", kiosk.blackoutSchema, "sent", "39ef7ed8af615239"],
  ["command to one", kiosk.commandBodySchema, "taken", "8966be4f9ae1bc97"],
  ["command to many", kiosk.commandManyBodySchema, "taken", "1a5a66a288d3cf21"],
  ["sent command", kiosk.sentCommandSchema, "sent", "122117490de6c836"],
  ["screen at the desk", deskKiosk.deskKioskSchema, "sent", "b480c39a8e21492b"],
  ["kiosk list query", deskKiosk.kioskListQuerySchema, "taken", "50fdb75ffe625075"],
  ["receipts of an announcement", deskKiosk.announcementReceiptsSchema, "sent", "8f1dd0957eb71464"],
  ["receipts of a screen", deskKiosk.kioskReceiptsSchema, "sent", "19060b527539bc86"],
  ["push order", push.pushOrderSchema, "taken", "2fa26db9075aa98e"],
  ["push wishes", push.pushWishesSchema, "taken", "a3c4dc10e4af057a"],
  ["push key", push.pushKeySchema, "sent", "db7ccf9804f5e3dc"],
  ["push kept", push.pushKeptSchema, "sent", "8b36ddd6e120f7c3"],
  ["push subscribed", push.pushSubscribedSchema, "sent", "34fe8269739c90ff"],
  ["push message", push.pushMessageSchema, "sent", "0657704023cb50dd"],
  ["push job", jobs.pushJobSchema, "sent", "b19f79bbef1bef2a"],
];

const changed = (name: string, hash: string, then: string): string =>
  `The schema "${name}" changed: its hash is now ${hash}.
If you did not mean to, undo it. If only zod writes the same shape otherwise, take the new hash.
Else: ${then}`;

const NEW_VERSION = `if all that is new is a field that may be absent, or a value that old pages pass over, they go on
  as they are ([F4]): add it to "Additions" in server/contract/PROTOCOL.md and take the new hash. Otherwise readers and kiosks out there still speak version ${VERSION}.
  1. Raise PROTOCOL_VERSION in server/contract/version.ts, and VERSION here.
  2. Add a line to the history of server/contract/PROTOCOL.md.
  3. Add samples under test/contract/samples/v<new>/; leave those of older versions as they are.
  4. Take the new hash.`;
const ADD_ONLY = `/api/v1 may grow, but must not take less or say less than before.
  Check that (a new field that is taken is optional; none that is sent leaves), add it to the agreed
  contract or to "Additions" in server/contract/PROTOCOL.md, then take the new hash.`;

describe("the wire is frozen", () => {
  test("the hashes below are those of this version of the protocol", () => {
    expect(PROTOCOL_VERSION).toBe(VERSION);
  });

  test.for(wire)("[R1] %s", ([name, schema, direction, frozen]) => {
    const hash = hashOf(schema, direction);
    expect(hash, changed(name, hash, NEW_VERSION)).toBe(frozen);
  });

  test.for(http)("[R2] over HTTP: %s", ([name, schema, direction, frozen]) => {
    const hash = hashOf(schema, direction);
    expect(hash, changed(name, hash, ADD_ONLY)).toBe(frozen);
  });

  test("no schema that a socket module or the feed's has is missing from the table", () => {
    const listed = new Set(wire.map(([, schema]) => schema));
    const parts: ReadonlySet<unknown> = new Set([
      feed.programmeCountsSchema,
      feed.snapshotReasonSchema,
      socket.alarmCodeSchema,
      kioskSocket.faultSchema,
    ]);
    const modules = [feed, socket, kioskSocket];
    for (const [name, value] of modules.flatMap((each) => Object.entries(each))) {
      if (!(value instanceof z.ZodType) || parts.has(value)) continue;
      expect([name, listed.has(value)]).toEqual([name, true]);
    }
  });

  test("a hash tells a new field, a lost one, a renamed one and another limit", () => {
    const base = z.strictObject({ id: z.string().max(5), at: z.iso.datetime().optional() });
    const hashes = [
      base,
      base.extend({ more: z.boolean().optional() }),
      base.omit({ at: true }),
      base.omit({ id: true }).extend({ name: z.string().max(5) }),
      base.extend({ id: z.string().max(6) }),
      base.required(),
    ].map((schema) => hashOf(schema, "sent"));
    expect(new Set(hashes).size).toBe(hashes.length);
    const sameAgain = z.strictObject({ at: z.iso.datetime().optional(), id: z.string().max(5) });
    expect(hashOf(sameAgain, "sent")).toBe(hashes[0]);
  });
});
