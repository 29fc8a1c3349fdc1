/** Colleagues on the desk: what may be done with whom, and what each role is said to be allowed. */
import { describe, expect, test } from "vitest";
import { PASSWORD_MIN, strengthOf } from "../../client/desk/account/strength.ts";
import { actsOn, addedBy, asksAgain, inOrder, mailTo, rolesUpTo } from "../../client/desk/people/people.ts";
import { peopleWords } from "../../client/desk/people/words.ts";
import { type DeskRight, ROLES, rightFrom } from "../../client/desk/state/desk-rights.ts";
import { language } from "../../client/shared/words/words.ts";
import { newPasswordSchema } from "../../server/contract/api.ts";
import type { Person } from "../../server/contract/desk-people.ts";
import { freshRights, mayManage, type Role } from "../../server/contract/people.ts";

const person = (change: Partial<Person> = {}): Person => ({
  id: "p1",
  email: "mei@example.org",
  role: "moderator",
  state: "active",
  createdAt: "2022-11-09T08:00:00.000Z",
  ...change,
});

describe("what may be done with somebody", () => {
  test("[A6] a role is given up to one's own, as the server has it", () => {
    for (const own of ROLES) expect(rolesUpTo(own)).toEqual(ROLES.filter((other) => mayManage(own, other)));
  });

  test("[A6] nothing with oneself, nor with whoever stands above", () => {
    expect(actsOn(person(), { id: "p1", role: "admin" })).toEqual([]);
    expect(actsOn(person({ role: "admin" }), { id: "me", role: "lead" })).toEqual([]);
    expect(actsOn(person({ role: "lead" }), { id: "me", role: "lead" })).not.toEqual([]);
  });

  test("each state has its own: who is active is not invited, who is revoked is not revoked again", () => {
    const me = { id: "me", role: "admin" as Role };
    expect(actsOn(person(), me)).toEqual(["changeRole", "resetPassword", "revoke"]);
    expect(actsOn(person({ state: "invited" }), me)).toContain("newLink");
    expect(actsOn(person({ state: "revoked" }), me)).toEqual(["inviteAgain"]);
  });
});

test("those who work here stand first, then who is expected, then who left, by name", () => {
  const people = [
    person({ id: "1", name: "Zoé", state: "active" }),
    person({ id: "2", name: "Ada", state: "revoked" }),
    person({ id: "3", name: "Éric", state: "active" }),
    person({ id: "4", email: "b@example.org", state: "invited" }),
  ];
  expect(inOrder(people, "fr").map(({ id }) => id)).toEqual(["3", "1", "4", "2"]);
});

describe("the table of roles", () => {
  test("holds every right of the desk once, in words of every language", () => {
    expect(ROLES.flatMap(addedBy).sort()).toEqual((Object.keys(rightFrom) as DeskRight[]).sort());
    for (const tag of ["en", "zh", "fr"]) {
      language.value = tag;
      expect(Object.keys(peopleWords.value.rights).sort()).toEqual(Object.keys(rightFrom).sort());
    }
    language.value = "en";
  });
  test("names the rights that ask for the password again as the server does", () => {
    expect([...asksAgain].sort()).toEqual([...freshRights].sort());
  });
});

test("an e-mail with a link is written whole, its link and its line breaks kept", () => {
  const link = "https://desk.example/desk#invite=a&b";
  const mail = new URL(mailTo("mei+desk@example.org", "Your link", `Here:\n\n${link}`));
  expect(mail.pathname).toBe("mei%2Bdesk@example.org");
  expect(new URLSearchParams(mail.search.replaceAll("+", "%2B")).get("body")).toBe(`Here:\n\n${link}`);
});

describe("how hard a password is to guess", () => {
  const known = ["Mei Lin", "mei.lin@example.org", "Wuzhen Summit 2022"];
  test.for([
    ["", "empty"],
    ["elevenchars", "short"],
    ["aaaaaaaaaaaaaaaa", "repeated"],
    ["hahahahahaha", "repeated"],
    ["wuzhensummit1", "known"],
    ["example2022!!", "known"],
    ["abcdefghijkl", "row"],
    ["qwertyuiop12", "row"],
    ["0987654321ab", "row"],
    ["kettle-orbit", "fair"],
    ["seven quiet herons over the lock", "strong"],
    ["乌镇的雨落在石桥上面了呀", "fair"],
  ])("%s is %s", ([password, is]) => {
    expect(strengthOf(password!, known).is).toBe(is);
  });
  test("what is missing is counted, and short is what the server refuses", () => {
    expect(strengthOf("a".repeat(PASSWORD_MIN - 3), [])).toEqual({ is: "short", missing: 3 });
    expect(newPasswordSchema.safeParse("x".repeat(PASSWORD_MIN)).success).toBe(true);
    expect(newPasswordSchema.safeParse("x".repeat(PASSWORD_MIN - 1)).success).toBe(false);
    expect(strengthOf("x1y2".repeat(70), []).is).toBe("long");
    expect(newPasswordSchema.safeParse("x1y2".repeat(70)).success).toBe(false);
  });
});
