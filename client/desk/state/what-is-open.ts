/** What of the desk is open: a column, a pane of the open announcement, a question that waits for an answer. */

/** What a person must answer before the desk goes on. */
export type Question =
  | { readonly ask: "urgent"; readonly go: () => Promise<void> }
  | { readonly ask: "withdraw"; readonly id: string; readonly headline: string }
  | { readonly ask: "password"; readonly done: (isProven: boolean) => void }
  | { readonly ask: "shortcuts" };

/** Where the three columns do not fit beside each other, the one that is shown. */
export type Part = "order" | "write" | "aim";

/** What the middle of the desk shows of the open announcement. */
export type Pane = "write" | "preview" | "history" | "screens";
