/** What makes a Redis keep our promises, by the names of redis.conf. */
const ours: Readonly<Record<string, string>> = {
  port: "0",
  unixsocketperm: "700",
  daemonize: "no",
  appendonly: "yes",
  appendfsync: "always",
  save: "",
  "maxmemory-policy": "noeviction",
  // Blocked clients are woken by this clock: at 10, delayed jobs come up to 100 ms late.
  hz: "500",
};

/** Our settings and those given, which win, as redis-server takes them on its command line. */
export function settingsAsArguments(given: Readonly<Record<string, string>>): string[] {
  return Object.entries({ ...ours, ...given }).flatMap(([name, value]) => [`--${name}`, value]);
}
