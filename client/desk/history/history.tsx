import type { DeskProps } from "../desk-page.tsx";

export function History(_props: DeskProps) {
  return null;
}
