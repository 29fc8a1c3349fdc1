/** Colleagues come, work, prove who they are, and go: in browsers of their own. */
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { goTo, letSignInsAge, signIn } from "../../support/desk-people.ts";
import { launch, openPage } from "../../support/real-browser.ts";
import {
  type Colleague,
  colleague,
  type Desk,
  deskOf,
  gone,
  PASSWORD,
  seat,
  seen,
} from "../../support/real-desk.ts";

const ADMIN = "admin@example.org";
const AUTHOR = "ana@example.org";
const NEW_PASSWORD = "another-long-password-of-mine";
/** Promised are two seconds; the rest is for a busy machine. */
const OUT_MS = 5_000;

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let redisUrl: string;
let lea: Colleague;
let lead: Desk;
let author: Desk;

beforeAll(async () => {
  await buildPages();
  redisUrl = (await bench.redis()).url;
  const env = { ADMIN_EMAIL: ADMIN, ADMIN_PASSWORD: PASSWORD };
  const working = bench.worker({ redisUrl });
  [server, browser] = await Promise.all([bench.server({ redisUrl, env }), launch(), working]);
  bench.onCleanUp(() => browser.close());
  lea = await colleague(server, "lead", "Lea");
  lead = await deskOf(browser, server.base, lea);
}, 120_000);
afterAll(() => bench.cleanUp());

/** What the server answers to whoever has this page open. */
async function ask(desk: Desk, path: string, data?: object): Promise<number> {
  const headers = { origin: server.base, "idempotency-key": crypto.randomUUID() };
  const url = `${server.base}/api/v1/desk${path}`;
  const { request } = desk.page.context();
  const answer = await (data === undefined ? request.get(url) : request.post(url, { data, headers }));
  return answer.status();
}

const visit = async (address: string): Promise<Desk> => seat(await openPage(browser, address));
/** A list that is pointed at holds still. */
const pointElsewhere = (desk: Desk): Promise<void> => desk.page.mouse.move(0, 0);

test("a lead invites by a one-time link, and whoever opens it chooses a password and is in", async () => {
  const { page } = lead;
  await goTo(page, "People");
  await page.getByLabel(/^E-mail/).fill(AUTHOR);
  await lead.button("Create the link").click();
  const told = page.getByRole("dialog", { name: `Link for ${AUTHOR}` });
  const link = await told.getByLabel("One-time link").inputValue();
  await told.getByRole("button", { name: "Done" }).click();

  author = await visit(link);
  await author.field("Your name").fill("Ana");
  await author.field("Choose a password").fill("too short");
  await author.refused(async () => {
    await author.button("Accept").click();
    await seen(author.page.getByRole("alert"));
  });
  expect(await author.field("Choose a password").getAttribute("aria-invalid")).toBe("true");
  await author.field("Choose a password").fill(PASSWORD);
  await author.button("Accept").click();
  await seen(author.page.getByRole("heading", { name: "Running order" }));
  expect(author.page.url()).not.toContain("invite");

  const again = await visit(link);
  await again.field("Choose a password").fill("a password of somebody else");
  await again.button("Accept").click();
  await seen(again.page.getByRole("alert"));
  expect(await again.page.getByRole("heading", { name: "Running order" }).count()).toBe(0);
  await again.page.context().close();
});

test("the author writes and submits, and has no way to publish; the lead approves", async () => {
  await author.field("Headline").fill("Gate B opens late");
  await author.button("Send for approval").click();
  await seen(author.page.getByText("Submitted for approval"));
  expect(await author.button("Publish now").count()).toBe(0);
  expect(await author.page.getByRole("link", { name: /^(People|Audit|Event)$/ }).count()).toBe(0);
  const id = await author.row("Gate B opens late").getAttribute("data-announcement-id");
  expect(await ask(author, `/announcements/${id}/approve`, {})).toBe(403);
  expect(await ask(author, `/announcements/${id}/publish`, {})).toBe(403);
  expect([await ask(author, "/people"), await ask(author, "/audit")]).toEqual([403, 403]);

  await goTo(lead.page, "Running order");
  await lead.open("Gate B opens late");
  await lead.button("Approve").click();
  await pointElsewhere(author);
  await seen(author.row("Gate B opens late").getByText("Approved by Lea"));
});

test("revoking asks for the password again, goes on by itself, and what the lead types stays", async () => {
  const { page } = lead;
  await pointElsewhere(lead);
  await author.begin();
  await author.field("Headline").fill("Only half written");
  await seen(lead.row("Only half written"));
  await author.field("Text").fill("And nobody ");
  await lead.begin();
  await lead.field("Headline").fill("The lead types this");
  await goTo(page, "People");
  await letSignInsAge(redisUrl);
  await lead.button("What to do with Ana").click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await seen(page.getByRole("dialog").getByText("writing “Only half written” right now"));
  const again = page.getByRole("dialog", { name: "Sign in again to do that" });
  await lead.refused(async () => {
    await lead.button("Revoke now").click();
    await again.getByLabel("Password", { exact: true }).fill("not the right one");
    await again.getByRole("button", { name: "Continue" }).click();
    await seen(again.getByRole("alert"));
  });
  await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await author.refused(async () => {
    const startedAt = performance.now();
    await again.getByRole("button", { name: "Continue" }).click();
    await seen(author.button("Sign in"));
    expect(performance.now() - startedAt).toBeLessThan(OUT_MS);
    expect(await ask(author, "/announcements")).toBe(401);
    await author.field("E-mail").fill(AUTHOR);
    await author.field("Password").fill(PASSWORD);
    await author.button("Sign in").click();
    await seen(author.page.getByRole("alert"));
  });
  await seen(page.getByText("Ana was revoked and is signed out."));

  await goTo(page, "Running order");
  expect(await lead.field("Headline").inputValue()).toBe("The lead types this");
  await pointElsewhere(lead);
  // A draft is told by the desk's socket alone: it lives on after the new sign-in.
  await server.api.post("Told by the socket", { publishAt: undefined });
  await lead.row("Told by the socket").waitFor({ timeout: OUT_MS });
});

test("a new password ends one's other sessions, and each can be ended by itself", async () => {
  const other = await visit(`${server.base}/desk`);
  await signIn(other.page, lea.email);
  await lead.button("Lea, Lead").click();
  await lead.page.getByRole("menuitem", { name: "Your account" }).click();
  await lead.field("Present password").fill(PASSWORD);
  await lead.field("New password").fill(NEW_PASSWORD);
  await lead.button("Change the password").click();
  await seen(lead.page.getByText("Your password was changed."));
  await other.button("Sign in").waitFor({ timeout: OUT_MS });
  await seen(lead.page.getByText("You are signed in nowhere else."));

  await signIn(other.page, lea.email, NEW_PASSWORD);
  await lead.page.reload();
  await lead.button(/^Sign out: /).click();
  await other.button("Sign in").waitFor({ timeout: OUT_MS });
  await seen(lead.page.getByText("You are signed in nowhere else."));
  await other.page.context().close();
});

test("a token is told once, does what its role may, and nothing after it is revoked", async () => {
  const admin = await visit(`${server.base}/desk#people`);
  await signIn(admin.page, ADMIN);
  const dialog = admin.page.getByRole("dialog");
  await admin.button("New token").click();
  await dialog.getByLabel(/^Name/).fill("Stage clock");
  await dialog.getByRole("radio", { name: /^Moderator/ }).check();
  await admin.button("Make the token").click();
  const token = await dialog.getByLabel("Secret").inputValue();
  await admin.button("Done").click();
  await gone(dialog);
  expect(await admin.page.content()).not.toContain(token);
  const list = () => server.api.ask("/api/v1/desk/announcements", { token });
  expect((await list()).status).toBe(200);
  expect((await server.api.ask("/api/v1/desk/people", { token })).status).toBe(403);
  await admin.button("Revoke the token “Stage clock”").click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await seen(admin.page.getByText("The token “Stage clock” was revoked."));
  expect((await list()).status).toBe(401);
  expect(admin.faults).toEqual([]);
});

test("nothing else complained", () => {
  expect([lead.faults, author.faults]).toEqual([[], []]);
  expect([lead.loads(), author.loads()]).toEqual([2, 1]);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
