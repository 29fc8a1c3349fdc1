import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createNearProgramme, dueWithin, spanAt, withTold } from "../../client/feed/board/near-programme.ts";
import type { Session } from "../../server/contract/programme.ts";

const at = (clock: string) => Date.parse(`2022-11-09T${clock}:00.000Z`);
const session = (id: string, from: string, to: string): Session => ({
  id,
  title: { en: id },
  type: "talk",
  startsAt: new Date(at(from)).toISOString(),
  endsAt: new Date(at(to)).toISOString(),
  speakers: [],
});
const ids = ({ sessions }: { sessions: readonly Session[] }) => sessions.map(({ id }) => id);
const held = (...sessions: Session[]) => ({ programme: { revision: 1, sessions }, untilMs: at("11:00") });
const span = spanAt(at("08:22"));

describe("which sessions are near", () => {
  test("all who ask within a quarter of an hour ask for the same", () => {
    expect(spanAt(at("08:15"))).toEqual(spanAt(at("08:29")));
    expect(spanAt(at("08:22"))).toEqual({ fromMs: at("08:15"), toMs: at("12:15") });
  });
  test("nothing is asked while an hour is left; what has run out is asked for soon", () => {
    expect(dueWithin(at("09:59"), at("11:00"))).toBeUndefined();
    expect(dueWithin(at("10:01"), at("11:00"))).toBe(300_000);
    expect(dueWithin(at("13:00"), at("11:00"))).toBe(4_000);
  });
  test("[NP1] what has gone from the span is gone, what moved is where it now is", () => {
    const before = held(session("a", "08:30", "09:00"), session("b", "09:00", "10:00"));
    const told = { revision: 2, sessions: [session("b", "10:00", "11:00")] };
    const near = withTold(before, told, span);
    expect(near).toEqual({ programme: told, untilMs: at("12:15") });
  });
  test("[NP2] what is over stays known; what is far ahead only while the programme is the same", () => {
    const before = held(session("over", "06:00", "07:00"), session("far", "15:00", "16:00"));
    const told = (revision: number) => ({ revision, sessions: [] });
    expect(ids(withTold(before, told(1), span).programme)).toEqual(["over", "far"]);
    expect(ids(withTold(before, told(2), span).programme)).toEqual(["over"]);
  });
});

describe("keeping them", () => {
  const fetched = vi.fn<(address: string) => Promise<unknown>>();
  const answer = (revision: number, ...sessions: Session[]) => ({
    ok: true,
    json: async () => ({ revision, sessions }),
  });
  const asked = () =>
    fetched.mock.calls.map(([address]) => Object.fromEntries(new URL(address, "http://feed").searchParams));
  const keep = (now: string, of = held(), followed: readonly Session[] = []) => {
    const told: string[] = [];
    const near = createNearProgramme({
      served: of,
      clockNow: () => at(now),
      followed: () => followed,
      onTold: (sessions) => told.push(...ids({ sessions })),
    });
    return { near, told };
  };
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("fetch", fetched.mockReset());
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("looking again and again asks once, for the quarter of an hour that it is", async () => {
    fetched.mockResolvedValue(answer(1, session("new", "10:30", "11:00")));
    const { near, told } = keep("10:20");
    for (let minute = 0; minute < 5; minute++) near.look(at("10:20"));
    await vi.advanceTimersByTimeAsync(300_000);
    near.look(at("10:21"));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(asked()).toEqual([{ from: "2022-11-09T10:15:00.000Z", to: "2022-11-09T14:15:00.000Z" }]);
    expect([ids(near.value.value), told]).toEqual([["new"], ["new"]]);
  });
  test("after a change what is followed further ahead is asked for by name", async () => {
    const far = session("far", "15:00", "16:00");
    const moved = session("far", "17:00", "18:00");
    fetched.mockResolvedValueOnce(answer(2)).mockResolvedValueOnce(answer(2, moved));
    const { near, told } = keep("08:20", held(), [far]);
    near.refresh(2);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked()[1]).toEqual({ ids: "far" });
    expect([near.value.value.sessions, told]).toEqual([[moved], ["far"]]);
  });
  test("an answer older than the change is not taken, and asked for again", async () => {
    fetched.mockResolvedValueOnce(answer(1)).mockResolvedValueOnce(answer(2));
    const { near } = keep("08:20");
    near.refresh(2);
    await vi.advanceTimersByTimeAsync(120_000);
    expect([fetched.mock.calls.length, near.value.value.revision]).toEqual([2, 2]);
  });
  test("what is held goes on being shown while the server cannot be reached", async () => {
    fetched.mockRejectedValue(new Error("no network"));
    const { near } = keep("08:20", held(session("a", "08:00", "09:00")));
    near.refresh(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetched.mock.calls.length).toBeGreaterThan(1);
    expect(ids(near.value.value)).toEqual(["a"]);
  });
});
