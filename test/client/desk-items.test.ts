import { afterEach, expect, test, vi } from "vitest";
import type { DeskItem } from "../../client/desk/order/running-order.ts";
import { createDeskItems } from "../../client/desk/state/desk-items.ts";

afterEach(() => vi.unstubAllGlobals());

const item = (id: string, revision: number) => ({ id, revision, state: "draft" }) as unknown as DeskItem;

test("a list that was fetched before an answer arrived does not bring back what it replaced", async () => {
  let answer = (_items: DeskItem[]): void => {};
  vi.stubGlobal(
    "fetch",
    () =>
      new Promise((resolve) => {
        answer = (items) => resolve(new Response(JSON.stringify({ items })));
      }),
  );
  const items = createDeskItems(() => true);
  items.put(item("gone", 1));
  const reloading = items.reload();
  items.put(item("a", 2));
  items.put(item("new", 1));
  items.put(item("a", 1));
  answer([item("a", 1), item("b", 1)]);
  await reloading;
  const held = [...items.all.value.values()].map((each) => [
    each.id,
    (each as { revision: number }).revision,
  ]);
  expect(held.sort()).toEqual([
    ["a", 2],
    ["b", 1],
    ["new", 1],
  ]);
});
