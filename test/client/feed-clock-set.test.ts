import { expect, test } from "vitest";
import { createFeedClient } from "../../client/shared/held/feed-client.ts";
import { FakeBrowser } from "./fake-browser.ts";
import { snapshot } from "./live-client.ts";

const HOUR = 3_600_000;

/** A page on a device whose clock can be set. */
function stage() {
  const browser = new FakeBrowser();
  const page = browser.open();
  let aheadMs = 0;
  const client = createFeedClient({ page: { ...page, now: () => browser.now + aheadMs } });
  const setBack = () => {
    aheadMs -= HOUR;
  };
  client.start();
  const { report } = page.links[0]!;
  report.opened();
  report.snapshot(snapshot(3));
  return { browser, page, report, client, setBack };
}

test("[N9] a device's clock that is set back while it waits makes no reader wait longer", async () => {
  const { browser, page, report, setBack } = stage();
  report.refused({ code: "not_loaded", action: "retry", retryAfterMs: 3_000 });
  setBack();
  page.watched().networkBack();
  page.watched().seen();
  await browser.pass(5_100);
  expect(page.links).toHaveLength(2);
});

test("[N9] nor does it keep a reader with a link that has fallen silent", async () => {
  const { browser, page, client, setBack } = stage();
  setBack();
  page.watched().networkBack();
  await browser.pass(17_100);
  expect(client.connection.value.heardAt).toBeDefined();
  expect(page.links).toHaveLength(2);
});
