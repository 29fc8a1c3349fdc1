import type { DeskProps } from "../desk-page.tsx";

export function AuditPage(_props: DeskProps) {
  return null;
}
