import type { LookupAddress } from "node:dns";
import { describe, expect, test } from "vitest";
import { makeAgents, NotPublic, publicLookup } from "../../server/push/agents.ts";
import { endpointFault, serviceOf } from "../../server/push/endpoint.ts";
import { sendPush, waitOf } from "../../server/push/send.ts";
import { sharedVapidKeys, VapidSigner, vapidSubject } from "../../server/push/vapid.ts";
import { PUSH_CA, startPushService } from "../support/push-service.ts";

describe("[U6] an endpoint", () => {
  test.for([
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc",
    "https://8.8.8.8/abc",
    "https://[2606:4700::1111]/abc",
  ])("%s is taken", (endpoint) => {
    expect(endpointFault(endpoint)).toBeUndefined();
  });

  test.for([
    "http://fcm.googleapis.com/abc",
    "https://user@push.example.org/abc",
    "https://user:password@push.example.org/abc",
    "https://localhost/abc",
    "https://a.localhost./abc",
    "https://redis/abc",
    "https://redis.:6379/abc",
    "https://printer.local/abc",
    "https://metadata.google.internal/abc",
    "https://127.0.0.1/abc",
    "https://127.1/abc",
    "https://2130706433/abc",
    "https://0x7f000001/abc",
    "https://0177.0.0.1/abc",
    "https://127.0.0.1./abc",
    "https://0.0.0.0/abc",
    "https://10.0.0.1/abc",
    "https://172.16.0.1/abc",
    "https://192.168.1.1/abc",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/abc",
    "https://224.0.0.1/abc",
    "https://255.255.255.255/abc",
    "https://192.0.2.1/abc",
    "https://198.18.0.1/abc",
    "https://[::1]/abc",
    "https://[::]/abc",
    "https://[::127.0.0.1]/abc",
    "https://[::a00:1]/abc",
    "https://[1::1]/abc",
    "https://[::ffff:127.0.0.1]/abc",
    "https://[::ffff:10.0.0.1]/abc",
    "https://[64:ff9b::7f00:1]/abc",
    "https://[64:ff9b:1::a00:1]/abc",
    "https://[2002:7f00:1::]/abc",
    "https://[2001::1]/abc",
    "https://[fe80::1]/abc",
    "https://[fec0::1]/abc",
    "https://[fd00::1]/abc",
    "https://[ff02::1]/abc",
    "https://[2001:db8::1]/abc",
    "not an address",
  ])("%s is refused", (endpoint) => {
    expect(endpointFault(endpoint)).toEqual(expect.any(String));
  });

  test("of the one origin for tests is taken, of its neighbour not", () => {
    const allowed = "https://127.0.0.1:4433";
    expect(endpointFault(`${allowed}/abc`, allowed)).toBeUndefined();
    expect(endpointFault("https://127.0.0.1:4434/abc", allowed)).toEqual(expect.any(String));
    expect(endpointFault("https://x@127.0.0.1:4433/abc", allowed)).toEqual(expect.any(String));
  });

  test("belongs to a service, however many hosts that has", () => {
    expect(serviceOf("https://8.8.8.8/a")).toBe("8.8.8.8");
    expect(serviceOf("https://a.example.org/a")).toBe(serviceOf("https://b.example.org/b"));
    expect(serviceOf("https://a.example.org:8443/a")).toBe("example.org:8443");
  });

  test.for([
    ["fcm.googleapis.com", "nobody.googleapis.com"],
    ["updates.push.services.mozilla.com", "nobody.mozilla.com"],
    ["web.push.apple.com", "nobody.push.apple.com"],
    ["wns2.notify.windows.com", "nobody.notify.windows.com"],
    ["fcm.googleapis.com", "fcm.googleapis.com:444"],
  ])("[U8] that fails does no harm to %s, though it is at %s", ([real, made]) => {
    expect(serviceOf(`https://${real}/a`)).not.toBe(serviceOf(`https://${made}/a`));
  });
});

const v4 = (address: string): LookupAddress => ({ address, family: 4 });
const v6 = (address: string): LookupAddress => ({ address, family: 6 });

describe("[U6] a name", () => {
  const looked = (answers: LookupAddress[], all: boolean) =>
    new Promise<unknown>((resolve, reject) =>
      publicLookup(async () => answers)("push.example", { all }, (error, found) =>
        error === null ? resolve(found) : reject(error),
      ),
    );

  test("is resolved, and what is connected to is what it resolved to", async () => {
    const answers = [v4("8.8.8.8"), v6("2606:4700::1111")];
    expect(await looked(answers, true)).toEqual(answers);
    expect(await looked(answers, false)).toBe("8.8.8.8");
  });

  test.for([
    [v4("127.0.0.1")],
    [v4("8.8.8.8"), v4("10.0.0.1")],
    [v4("8.8.8.8"), v6("::1")],
    [v6("::ffff:169.254.169.254")],
    [],
  ])("with an answer that is not public is refused: %j", async (answers) => {
    await expect(looked(answers, true)).rejects.toThrow(NotPublic);
  });
});

describe("[U6] sending", () => {
  const keys = { publicKey: "", privateKey: "" };
  const kept: Record<string, string> = {};
  const memory = {
    get: async (key: string) => kept[key] ?? null,
    set: async (key: string, value: string) => {
      kept[key] ??= value;
    },
  };
  const message = { json: '{"title":"x"}', ttlSeconds: 60, urgency: "normal", topic: "t" } as const;

  test("goes nowhere but to public addresses: no literal, no name, and nothing arrives there", async () => {
    Object.assign(keys, await sharedVapidKeys(memory as never));
    expect(await sharedVapidKeys(memory as never)).toEqual(keys);
    const service = await startPushService(() => keys.publicKey);
    const device = service.device("one");
    const { port } = new URL(service.origin);
    const agents = makeAgents({ resolve: async () => [v4("127.0.0.1")] });
    const signer = new VapidSigner(keys, "mailto:push@example.org");
    const sentTo = (endpoint: string) =>
      sendPush({ agents, signer }, { endpoint, ...device.subscription.keys }, message);
    for (const host of ["127.0.0.1", "[::ffff:127.0.0.1]", "push.example"])
      expect(await sentTo(`https://${host}:${port}/send/one`)).toMatchObject({ outcome: "refused" });
    expect(device.arrived).toEqual([]);

    const trusted = { testOrigin: service.origin, testCa: PUSH_CA };
    const open = { agents: makeAgents(trusted), signer, ...trusted };
    const to = { endpoint: device.subscription.endpoint, ...device.subscription.keys };
    expect(await sendPush(open, to, message)).toEqual({ outcome: "sent" });
    device.answerAs("slow");
    expect(await sendPush({ ...open, answerMs: 100 }, to, message)).toMatchObject({ outcome: "later" });
    open.agents.close();
    await service.close();
  });

  test("[U8] waits as long as it is asked to, within reason", () => {
    const now = Date.parse("2022-11-09T02:00:00Z");
    expect(waitOf("7", now)).toBe(7_000);
    expect(waitOf("Wed, 09 Nov 2022 02:01:00 GMT", now)).toBe(60_000);
    expect([waitOf("0", now), waitOf("999999", now)]).toEqual([1_000, 600_000]);
    expect([waitOf("soon", now), waitOf(undefined, now)]).toEqual([undefined, undefined]);
  });

  test.for([
    ["https://live.example.org", "admin@fanfare.local", "https://live.example.org"],
    ["https://localhost:3000", "desk@summit.org", "mailto:desk@summit.org"],
    ["https://10.0.0.7", "admin@fanfare.local", "mailto:push@example.org"],
    ["http://live.example.org", "admin@fanfare.local", "mailto:push@example.org"],
    [undefined, "ops@summit.org", "mailto:ops@summit.org"],
  ])("at %s with %s we are %s to push services", ([publicUrl, email, subject]) => {
    expect(vapidSubject(publicUrl, email!)).toBe(subject);
  });
});
