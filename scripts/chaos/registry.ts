/** Every fault by its name, in the order of their numbers. */
import type { Fault } from "./fault.ts";
import { groundFaults } from "./faults/of-the-ground.ts";
import { redisKill } from "./faults/redis-kill.ts";
import { serverKill } from "./faults/server-kill.ts";

const all: readonly Fault[] = [serverKill, redisKill, ...groundFaults];

const numberOf = ({ number }: Fault): number => Number(number.slice(1));

export const faults: readonly Fault[] = all.toSorted((a, b) => numberOf(a) - numberOf(b));
