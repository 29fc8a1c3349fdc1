import type { ComponentChildren } from "preact";
import type { DeskStore } from "../state/desk-store.ts";
import type { EventForm } from "./event-form.ts";
import type { EventSetup } from "./event-setup.ts";

/** What every part of the event's page is given. */
export interface SectionProps {
  readonly store: DeskStore;
  readonly setup: EventSetup;
  readonly form: EventForm;
}

export function Part({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children: ComponentChildren;
}) {
  return (
    <section class="setup-part" aria-labelledby="setup-part">
      <header>
        <h2 id="setup-part" tabIndex={-1}>
          {title}
        </h2>
        {hint !== undefined && <p>{hint}</p>}
      </header>
      {children}
    </section>
  );
}
