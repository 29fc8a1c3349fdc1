/** How a case goes through its door, and what is said of what came back. */
import type fc from "fast-check";
import { commandAnswerSchema } from "../../server/contract/kiosk-socket.ts";
import { socketRefusalSchema } from "../../server/contract/socket.ts";
import { type FrameCase, frameCases } from "./cases/frame-cases.ts";
import { type Asker, type HttpCase, httpCases } from "./cases/http-cases.ts";
import { type ImportCase, importCases } from "./cases/import-cases.ts";
import { type SocketCase, socketCases } from "./cases/socket-cases.ts";
import { ANYBODY, formFaults, type Hearer, leaksIn } from "./oracle.ts";
import { sendBytes } from "./wire/bytes.ts";
import { frame, opcodes, text } from "./wire/frames.ts";
import { type HttpAnswer, readAnswers } from "./wire/http-answer.ts";
import { Talk } from "./wire/talk.ts";
import type { World } from "./world/world.ts";

export interface Outcome {
  /** How it ended, in a word: to be counted. */
  readonly seen: string;
  readonly faults: readonly string[];
}

export interface Ground {
  readonly world: World;
  readonly secrets: readonly string[];
  /** Which of those that go on at once. */
  readonly lane: number;
}

export interface Door<C> {
  readonly cases: (world: World) => fc.Arbitrary<C>;
  readonly send: (given: C, ground: Ground) => Promise<Outcome>;
  /** How many go on at once. */
  readonly lanes: number;
}

const DESK: readonly Asker[] = ["author", "moderator", "lead", "admin", "session"];
const hearerOf = (asker: Asker): Hearer => ({
  seesDrafts: DESK.includes(asker),
  seesEmbargoed: asker === "lead" || asker === "admin",
});

const isStream = ({ headers }: HttpAnswer): boolean =>
  headers.get("content-type")?.startsWith("text/event-stream") === true;

async function sendHttp(given: HttpCase, { world, secrets }: Ground): Promise<Outcome> {
  const { method, asker, bytes, isTorn } = given;
  const isEnough = (heard: Buffer) => readAnswers(heard, [method]).answers.some(isStream);
  const { port } = world;
  const heard = await sendBytes([bytes], { port, until: isEnough, endsWith: isTorn ? "our end" : undefined });
  const said = heard.bytes.toString();
  // A request that was torn may be two, or none, and whose answers these are is anybody's guess.
  const { answers, rest } = readAnswers(heard.bytes, isTorn ? [] : [method]);
  const hearer = hearerOf(asker);
  const faults = leaksIn(said, secrets, hearer);
  const wantsPage = /\r\naccept: *text\/html/i.test(bytes.toString("latin1"));
  const asked = { ...hearer, method, wantsPage, isTorn: isTorn || wantsUpgrade(bytes) };
  faults.push(...answers.flatMap((answer) => formFaults(answer, asked)));
  if (heard.end === "nothing more came" && !isTorn) faults.push("it was not answered to its end");
  if (answers.length === 0 && !isTorn && !wantsUpgrade(bytes) && method !== "CONNECT")
    faults.push(`no answer, ${heard.end}`);
  if (rest.length > 0 && !isTorn && answers.length === 0)
    faults.push(`what is no answer: ${rest.toString("latin1", 0, 80)}`);
  return { seen: answers.map(({ status }) => status).join("+") || "none", faults };
}

/** Another protocol: these connections are answered with a bare status, or end. */
const wantsUpgrade = (bytes: Buffer): boolean => /\r\nupgrade: *\S/i.test(bytes.toString("latin1"));

async function sendImport(
  { type, isDryRun, bytes }: ImportCase,
  { world, secrets }: Ground,
): Promise<Outcome> {
  const head = [
    `POST /api/v1/desk/programme${isDryRun ? "?dryRun=1" : ""} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Connection: close",
    `Authorization: Bearer ${world.known.adminToken}`,
    `Content-Type: ${type}`,
    `Content-Length: ${bytes.length}`,
  ];
  const heard = await sendBytes([`${head.join("\r\n")}\r\n\r\n`, bytes], {
    port: world.port,
    patienceMs: 60_000,
  });
  const { answers } = readAnswers(heard.bytes, ["POST"]);
  const asked = { ...hearerOf("admin"), method: "POST", wantsPage: false };
  const faults = [
    ...leaksIn(heard.bytes.toString(), secrets, asked),
    ...answers.flatMap((answer) => formFaults(answer, asked)),
  ];
  if (answers.length !== 1) faults.push(`${answers.length} answers, ${heard.end}`);
  return { seen: String(answers[0]?.status ?? "none"), faults };
}

const CONNECT_PATIENCE_MS = 8_000;

async function sendSocket(given: SocketCase, ground: Ground): Promise<Outcome> {
  const { namespace, headers, target, packets } = given;
  const { world } = ground;
  const talk = new Talk({ port: world.port, headers, ...(target === undefined ? {} : { target }) });
  await talk.until(() => talk.packets.length > 0 || (talk.status ?? 101) !== 101, CONNECT_PATIENCE_MS);
  const space = namespace === "/" ? "" : `${namespace},`;
  talk.write(text(`40${space}${JSON.stringify(authOf(given, ground)) ?? ""}`));
  await talk.until(() => talk.packets.length > 1 || talk.closeCode !== undefined, CONNECT_PATIENCE_MS);
  talk.write(...packets.map(text));
  return await heardOn(talk, ground, namespace === "/desk" ? hearerOf("moderator") : ANYBODY);
}

function authOf({ namespace, auth, isKnown }: SocketCase, { world, lane }: Ground): unknown {
  if (!isKnown || namespace === "/" || typeof auth !== "object" || auth === null || Array.isArray(auth))
    return auth;
  const { screens, tokens } = world.known;
  return {
    ...auth,
    token: namespace === "/kiosk" ? screens[lane % (screens.length - 1)]!.token : tokens.moderator,
  };
}

async function sendFrames({ isIn, parts }: FrameCase, ground: Ground): Promise<Outcome> {
  const talk = new Talk({ port: ground.world.port });
  await talk.until(() => talk.packets.length > 0, CONNECT_PATIENCE_MS);
  if (isIn) {
    talk.write(text('40{"protocol":1}'));
    await talk.until(() => talk.packets.length > 3, CONNECT_PATIENCE_MS);
  }
  talk.write(...parts);
  return await heardOn(talk, ground, ANYBODY);
}

/** Says goodbye as a client does, and then the hard way. */
async function heardOn(talk: Talk, { secrets }: Ground, hearer: Hearer): Promise<Outcome> {
  talk.write(frame({ opcode: opcodes.close, payload: Buffer.of(0x03, 0xe8) }));
  talk.finish();
  const isOver = await talk.closed();
  talk.drop();
  const faults = leaksIn(talk.bytes.toString(), secrets, hearer);
  if (!isOver) faults.push("the connection does not end");
  if (talk.fault !== undefined) faults.push(talk.fault);
  if (talk.status === undefined && talk.bytes.length > 0)
    faults.push("an upgrade was answered with something else");
  if ((talk.status ?? 0) >= 500 && talk.status !== 503)
    faults.push(`an upgrade was answered with ${talk.status}`);
  faults.push(...talk.packets.flatMap(packetFaults));
  return { seen: `${talk.status ?? "none"} ${talk.closeCode ?? "cut"}`, faults };
}

/** An answer and a refusal have the shapes that clients are promised. */
function packetFaults(packet: string): string[] {
  const answer = /^43(?:\/\w+,)?[^[]*(\[.*)$/s.exec(packet)?.[1];
  const event = /^42(?:\/\w+,)?(\[.*)$/s.exec(packet)?.[1];
  if (answer !== undefined) {
    const [given] = JSON.parse(answer);
    const isGood = "serverAt" in given || commandAnswerSchema.loose().safeParse(given).success;
    return isGood && (given.ok !== false || typeof given.code === "string")
      ? []
      : [`an answer of no form: ${packet.slice(0, 200)}`];
  }
  if (event === undefined) return [];
  const [name, payload] = JSON.parse(event);
  if (name !== "refused" || socketRefusalSchema.safeParse(payload).success) return [];
  return [`a refusal of no form: ${packet.slice(0, 200)}`];
}

// biome-ignore lint/suspicious/noExplicitAny: each door has cases of its own
export const doors: Readonly<Record<string, Door<any>>> = {
  http: { cases: ({ known }) => httpCases(known), send: sendHttp, lanes: 6 },
  sockets: { cases: ({ known }) => socketCases(known), send: sendSocket, lanes: 6 },
  frames: { cases: () => frameCases, send: sendFrames, lanes: 6 },
  imports: { cases: () => importCases(), send: sendImport, lanes: 3 },
};
export type DoorName = keyof typeof doors;
