import type { DeskProps } from "../desk-page.tsx";

export function Alarms(_props: DeskProps) {
  return null;
}
