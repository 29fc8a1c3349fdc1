import { useRef } from "preact/hooks";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";

/** Where the hand or the focus is in a list, nothing moves under it: what comes newly stands at its end until then. */
export function useHeldOrder(ordered: readonly DeskKiosk[]) {
  const order = useRef<readonly string[]>([]);
  const isHeld = useRef(false);
  if (!isHeld.current) order.current = ordered.map(({ id }) => id);
  const places = new Map(order.current.map((id, at) => [id, at]));
  const placeOf = ({ id }: DeskKiosk): number => places.get(id) ?? places.size;
  const hold = (held: boolean) => () => {
    isHeld.current = held;
  };
  return {
    ordered: isHeld.current ? [...ordered].sort((a, b) => placeOf(a) - placeOf(b)) : ordered,
    holds: {
      onPointerEnter: hold(true),
      onPointerLeave: hold(false),
      onFocusIn: hold(true),
      onFocusOut: hold(false),
    },
  };
}
