import * as shared from "../../server/supervise/try-port.ts";

/** As the server's own supervisor asks, for the ports of everything that a script starts. */
export const tryPort: typeof shared.tryPort = (host, port, variable) => shared.tryPort(host, port, variable);
