import type { DeskProps } from "../desk-page.tsx";

export function Preview(_props: DeskProps) {
  return null;
}
