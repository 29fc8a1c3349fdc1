/** What `npm start` says once everything runs. Pure, so that a test can read it. */
export interface RunningFacts {
  /** Where it is reached from this machine, such as `http://localhost:3000`. */
  readonly localOrigin: string;
  /** The same from the local network; empty when HOST keeps it to this machine. */
  readonly networkOrigins: readonly string[];
  readonly publicUrl: string | undefined;
  readonly account: Account;
  readonly dataDir: string;
  /** Where the numbers of the server and of the worker are, where they are wanted; undefined for a free port. */
  readonly metrics: readonly (string | undefined)[];
}

export type Account =
  | { readonly state: "made"; readonly email: string; readonly password: string }
  | { readonly state: "made-as-set"; readonly email: string }
  | { readonly state: "there-before"; readonly email: string };

export function summarize(facts: RunningFacts): string {
  const { localOrigin, networkOrigins, publicUrl, account, dataDir, metrics } = facts;
  const elsewhere = [
    ...networkOrigins.map((origin) => `  On your network  ${origin}/`),
    ...(publicUrl ? [`  Public address   ${publicUrl}/`] : []),
  ];
  return [
    "",
    "Fanfare is running.",
    "",
    `  Feed   ${localOrigin}/`,
    `  Desk   ${localOrigin}/desk`,
    `  Kiosk  ${localOrigin}/kiosk`,
    ...metricsLines(metrics),
    ...(elsewhere.length > 0 ? ["", ...elsewhere] : []),
    "",
    ...signInLines(account).map((line) => `  ${line}`),
    "",
    `  Everything is kept in ${dataDir}. Stop with Ctrl-C.`,
    "",
  ].join("\n");
}

function metricsLines([server, worker]: readonly (string | undefined)[]): string[] {
  if (server === undefined || worker === undefined) return [];
  return ["", `  Metrics of the server  ${server}`, `          of the worker  ${worker}`];
}

function signInLines(account: Account): string[] {
  const forgotten = `npm run admin -- reset-password ${account.email}`;
  switch (account.state) {
    case "made":
      return [
        "Sign in at the desk (this is shown only once):",
        `  ${account.email}`,
        `  ${account.password}`,
        `Should you lose it: ${forgotten}`,
      ];
    case "made-as-set":
      return [`Sign in at the desk as ${account.email}, with the password you set in ADMIN_PASSWORD.`];
    case "there-before":
      return [`Sign in at the desk as before. Password forgotten: ${forgotten}`];
  }
}
