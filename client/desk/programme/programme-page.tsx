import type { DeskProps } from "../desk-page.tsx";

export function ProgrammePage(_props: DeskProps) {
  return null;
}
