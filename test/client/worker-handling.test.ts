import { describe, expect, test } from "vitest";
import { handlingOf, isNeeded } from "../../client/sw/handling.ts";
import { notificationOf, readMessage } from "../../client/sw/notifications.ts";

const ORIGIN = "https://event.example";
const asked = (path: string, mode: RequestMode = "cors", method = "GET") =>
  handlingOf({ url: new URL(path, ORIGIN).href, mode, method }, ORIGIN);

describe("what the worker does about a request", () => {
  test.for([
    ["/", "navigate", "page"],
    ["/?lang=fr", "navigate", "page"],
    ["/a/YfVQTx75bmkoizoj87_DoA", "navigate", "page"],
    ["/assets/feed-B94evONL.css", "no-cors", "file"],
    ["/api/v1/event", "cors", "data"],
    ["/api/v1/programme", "cors", "data"],
  ] as const)("[SW1] %s (%s): %s", ([path, mode, handling]) => {
    expect(asked(path, mode)).toBe(handling);
  });

  test.for([
    ["/desk", "navigate"],
    ["/desk/preview/feed", "navigate"],
    ["/kiosk", "navigate"],
    ["/embed", "navigate"],
    ["/docs", "navigate"],
    ["/feed.atom", "navigate"],
    ["/a/", "navigate"],
    ["/api/v1/session", "cors"],
    ["/api/v1/push", "cors"],
    ["/api/v1/desk/announcements", "cors"],
    ["/api/v1/feed", "cors"],
    ["/api/v1/feed/stream", "cors"],
    ["/api/v1/programme?revision=3", "cors"],
    ["/socket.io/?EIO=4", "cors"],
    ["/sw.js", "same-origin"],
    ["https://elsewhere.example/assets/x.js", "cors"],
  ] as const)("[SW1] %s (%s) passes through untouched", ([path, mode]) => {
    expect(asked(path, mode)).toBeUndefined();
  });

  test("[SW1] what changes something passes through untouched", () => {
    expect(asked("/api/v1/event", "cors", "PUT")).toBeUndefined();
    expect(asked("/", "navigate", "POST")).toBeUndefined();
  });

  test("[SW2] of words by language the reader's own are kept, of the widget nothing", () => {
    const files = [
      "/assets/words-en-x.js",
      "/assets/words-zh-x.js",
      "/assets/embed-page-x.js",
      "/assets/rail-x.js",
    ];
    expect(files.filter((file) => isNeeded(file, "zh"))).toEqual([
      "/assets/words-zh-x.js",
      "/assets/rail-x.js",
    ]);
  });
});

const message = (over: object = {}): string =>
  JSON.stringify({
    announcementId: "abc",
    revision: 2,
    kind: "notice",
    title: "Hall 4 is open",
    body: "Come in",
    language: "ar",
    direction: "rtl",
    path: "/a/abc",
    urgent: false,
    ...over,
  });
const shownOf = (raw: string) => {
  const { tag: _tag, ...shown } = readMessage(raw);
  return shown;
};

describe("what a device is shown of a push message", () => {
  test("the words in their language and direction, and where they lead", () => {
    expect(notificationOf(readMessage(message()), undefined)).toMatchObject({
      title: "Hall 4 is open",
      body: "Come in",
      lang: "ar",
      dir: "rtl",
      tag: "abc",
      requireInteraction: false,
      data: { path: "/a/abc", revision: 2 },
    });
  });

  test("an urgent one stays until it is seen to", () => {
    const urgent = notificationOf(readMessage(message({ urgent: true })), undefined);
    expect(urgent).toMatchObject({ requireInteraction: true, renotify: true, silent: null });
  });

  test.for([undefined, "", "not JSON", "null", "7", "[]", "{}"])(
    "[SW7] %s shows something all the same",
    (raw) => {
      const { title, tag, data } = notificationOf(readMessage(raw), undefined);
      expect([title, tag, data.path]).toEqual(["Fanfare", "fanfare", "/"]);
    },
  );

  test("[SW8] a later revision, or a withdrawal, replaces what is shown", () => {
    const withdrawn = message({ revision: 3, title: "Withdrawn", withdrawn: true });
    expect(notificationOf(readMessage(withdrawn), shownOf(message()))).toMatchObject({
      title: "Withdrawn",
      tag: "abc",
      data: { revision: 3 },
    });
  });

  test("[SW8] an earlier revision, come late, leaves what is shown, and makes no sound", () => {
    const late = message({ revision: 1, title: "Hall 3 is open", urgent: true });
    const shown = notificationOf(readMessage(late), shownOf(message()));
    expect(shown).toMatchObject({ title: "Hall 4 is open", tag: "abc", data: { revision: 2 } });
    expect(shown).toMatchObject({ silent: true, renotify: false });
  });

  test("[SW8] the same once more makes no sound", () => {
    const urgent = message({ urgent: true });
    expect(notificationOf(readMessage(urgent), shownOf(urgent))).toMatchObject({
      silent: true,
      renotify: false,
    });
  });
});
