import type { DeskProps } from "../desk-page.tsx";

export function Reach(_props: DeskProps) {
  return null;
}
