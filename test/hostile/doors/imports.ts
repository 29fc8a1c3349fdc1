/** Programme files, as bytes and as what they say that they are. */
import type { Numbered } from "../case.ts";

export interface ImportCase extends Numbered {
  readonly type?: string;
  readonly bytes: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly code: string;
}

const MB = 1_000_000;
const whole = (no: number, what: string, bytes: Buffer | string, type = "application/json"): ImportCase => ({
  no,
  what,
  bytes,
  type,
  status: 400,
  code: "invalid_programme",
});
const other = (no: number, type: string, bytes: Buffer | string): ImportCase => ({
  no,
  what: `a file of ${type}`,
  bytes,
  type,
  status: 415,
  code: "unsupported_media_type",
});
const calendar = "BEGIN:VEVENT\nUID:a\nSUMMARY:x\nDTSTART:20260101T000000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n";

export const importCases: readonly ImportCase[] = [
  {
    no: 49,
    what: "8 MB and a byte",
    bytes: Buffer.alloc(8 * 1_048_576 + 1, 0x20),
    status: 413,
    code: "payload_too_large",
  },
  whole(49, "8 MB of lists in each other", "[".repeat(8 * MB)),
  whole(49, "8 MB of objects in each other", '{"a":'.repeat(1.6 * MB)),
  whole(49, "8 MB of numbers", `[${"1,".repeat(4 * MB - 10)}1]`),
  whole(49, "8 MB of tags in each other", `<schedule>${"<a>".repeat(2.6 * MB)}`, "application/xml"),
  whole(49, "8 MB of empty tags", `<schedule>${"<a/>".repeat(1.9 * MB)}</schedule>`, "application/xml"),
  whole(
    49,
    "8 MB of attributes",
    `<schedule ${Array.from({ length: 500_000 }, (_, at) => `a${at}="1"`).join(" ")}/>`,
    "application/xml",
  ),
  whole(49, "8 MB of rules", `BEGIN:VCALENDAR\n${calendar.repeat(90_000)}END:VCALENDAR`, "text/calendar"),
  whole(
    49,
    "a billion laughs",
    `<!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, at) => `<!ENTITY a${at} "${`&a${at - 1};`.repeat(10)}">`).join("")}]><schedule>&a29;</schedule>`,
    "application/xml",
  ),
  whole(
    49,
    "an entity that is a file",
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>',
    "application/xml",
  ),
  other(50, "text/csv", "title,start\n=cmd|'/C calc'!A0,now\n"),
  whole(51, "UTF-16 that is cut in half", Buffer.from("feff007b0022", "hex")),
  whole(51, "NUL in the middle", '{"schedule":\u0000{}}'),
  whole(51, "a text that never ends", '{"schedule":{"conference":{"title":"x'),
  whole(51, "a million columns", ",".repeat(MB)),
  whole(51, "bytes that are no UTF-8", Buffer.of(0x7b, 0xff, 0xfe, 0x7d)),
  whole(51, "nothing", " "),
  whole(53, "a ZIP that says it is JSON", Buffer.from("504b0304140000000800", "hex")),
  whole(
    53,
    "XML that says it is a calendar, and is neither",
    "<html><body>Sign in</body></html>",
    "text/calendar",
  ),
  other(53, "application/zip", Buffer.from("504b0304", "hex")),
  other(53, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "x"),
  other(54, "image/svg+xml", "<svg onload='x'/>"),
  other(54, "image/png", Buffer.from("89504e470d0a1a0a", "hex")),
  other(
    55,
    'multipart/form-data; boundary="x"',
    '--x\r\nContent-Disposition: form-data; name="f"; filename="../../x"\r\n\r\n{}\r\n--x--',
  ),
];
