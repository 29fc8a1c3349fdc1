import type { DeskProps } from "../desk-page.tsx";

export function EventPage(_props: DeskProps) {
  return null;
}
