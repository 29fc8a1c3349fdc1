/** What every part of the desk is given: what is known, and what can be done. */
import type { DeskCommands } from "./desk-commands.ts";
import type { DeskStore } from "./desk-store.ts";

export interface DeskProps {
  readonly store: DeskStore;
  readonly commands: DeskCommands;
}
