import { expect, test } from "vitest";
import { deviceOf } from "../../server/accounts/device.ts";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const cases: [string | undefined, string | undefined][] = [
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`, "Chrome on Windows"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`,
    "Edge on Windows",
  ],
  [
    `Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36`,
    "Chrome on Android",
  ],
  [
    `Mozilla/5.0 (Linux; Android 14; SM-S918B) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`,
    "Samsung Internet on Android",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Safari on macOS",
  ],
  ["curl/8.5.0", "curl"],
  ["Mozilla/5.0", undefined],
  ["", undefined],
  [undefined, undefined],
  ["<script>alert(1)</script>", undefined],
  ["\u202eevil", undefined],
];

test.for(cases)("%j is shown as %j", ([given, shown]) => {
  expect(deviceOf(given)).toBe(shown);
});

test("however long it is, what is kept is short", () => {
  expect(deviceOf("x".repeat(16_000))).toBeUndefined();
  expect(deviceOf(`Mozilla/5.0 ${"x".repeat(16_000)} Firefox/1.0`)).toBeUndefined();
});
