import type { DeskProps } from "../desk-page.tsx";

export function PeoplePage(_props: DeskProps) {
  return null;
}
