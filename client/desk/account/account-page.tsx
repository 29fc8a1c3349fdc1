import type { DeskProps } from "../desk-page.tsx";

export function AccountPage(_props: DeskProps) {
  return null;
}
