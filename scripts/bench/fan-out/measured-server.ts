/** One server that is measured, whoever wrote it. */
import type { DialectName } from "../dialects.ts";
import type { Exchange } from "../exchange.ts";
import type { Probe } from "../probed.ts";

export interface MeasuredServer {
  readonly ports: readonly number[];
  readonly dialect: DialectName;
  /** Where the process can be asked; what is not Node cannot. */
  readonly probe: Probe | undefined;
  /** All its processes together, since they were started. */
  cpuMs(): number;
  announce(headline: string): Promise<Exchange>;
  close(): Promise<void>;
}
