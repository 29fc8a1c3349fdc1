import type { DeskProps } from "../desk-page.tsx";

export function Conflict(_props: DeskProps) {
  return null;
}
