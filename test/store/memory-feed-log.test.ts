import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import { feedLogContract } from "./feed-log.contract.ts";
import { startOverContract } from "./start-over.contract.ts";

const open = async () => {
  const now = () => Date.UTC(2022, 10, 9, 1);
  let offMs = 0;
  const log = new MemoryFeedLog({ now, callerNow: () => now() + offMs });
  return {
    log,
    nowMs: async () => now(),
    withClockOff: (byMs: number) => {
      offMs = byMs;
      return log;
    },
  };
};

feedLogContract(open);
startOverContract(open);
