/** What befalls the world: one row for each fault, and how often it strikes. Most mend by themselves after a while. */
import type { Dice } from "./dice.ts";
import type { Move } from "./people.ts";
import type { World } from "./world.ts";

const HOUR_MS = 3_600_000;

const later = (world: World, dice: Dice, most: number, mend: () => void): void => {
  world.time.after(world.nature, dice.between(20, most), mend);
};

/** An hour off, or a little, either way. */
const off = (dice: Dice): number => dice.pick([-HOUR_MS, HOUR_MS, -5_000, 5_000, -900, 900, -300, 300, 0]);

export const faults: readonly Move[] = [
  {
    name: "server dies",
    weight: 2,
    run(world, dice) {
      const server = dice.pick(world.servers);
      if (!server.isUp) return;
      server.crash(dice.chance(0.2));
      later(world, dice, 4_000, () => server.process.isGone && server.start());
    },
  },
  {
    name: "worker dies",
    weight: 2,
    run(world, dice) {
      const worker = dice.pick(world.workers);
      if (!worker.isUp) return;
      worker.crash();
      later(world, dice, 4_000, () => worker.process.isGone && worker.start());
    },
  },
  {
    name: "process stands still",
    weight: 2,
    run(world, dice) {
      const { process } = dice.pick(world.processes);
      process.isAsleep = true;
      later(world, dice, 9_000, () => world.time.wake(process));
    },
  },
  {
    name: "redis stands still",
    weight: 0.5,
    run(world, dice) {
      const { process } = world.redis;
      process.isAsleep = true;
      later(world, dice, 3_000, () => world.time.wake(process));
    },
  },
  {
    name: "redis dies",
    weight: 2,
    run(world, dice) {
      if (!world.redis.isUp) return;
      world.redisDown();
      const lost = dice.chance(0.7) ? Math.min(world.losable, dice.whole(8)) : 0;
      later(world, dice, 5_000, () => void world.redisUp(Math.min(lost, world.losable)));
    },
  },
  {
    name: "redis fails over",
    weight: 1,
    run(world, dice) {
      if (!world.redis.isUp) return;
      world.redisDown();
      const lost = Math.min(world.losable, dice.whole(5));
      later(world, dice, 60, () => void world.redisUp(Math.min(lost, world.losable)));
    },
  },
  {
    name: "redis is full",
    weight: 1,
    run(world, dice) {
      world.redis.isFull = true;
      later(world, dice, 3_000, () => {
        world.redis.isFull = false;
      });
    },
  },
  {
    name: "line cut",
    weight: 3,
    run(world, dice) {
      const each = dice.pick(world.processes);
      each.line.state = dice.chance(0.6) ? "cut" : "silent";
      if (each.line.state === "cut") each.line.drop();
      later(world, dice, 6_000, () => {
        each.line.state = "good";
      });
    },
  },
  {
    name: "line drops",
    weight: 2,
    run: (world, dice) => dice.pick(world.processes).line.drop(),
  },
  {
    name: "process clock",
    weight: 2,
    run(world, dice) {
      dice.pick(world.processes).skewMs = off(dice);
    },
  },
  {
    name: "redis clock",
    weight: 0.7,
    run(world, dice) {
      world.redisAheadMs = off(dice);
      later(world, dice, 20_000, () => {
        world.redisAheadMs = 0;
      });
    },
  },
  {
    name: "weather",
    weight: 2,
    run(world, dice) {
      world.changeWeather({
        storeMs: dice.pick([1, 1, 5, 30, 700]),
        readerMs: dice.pick([1, 20, 200, 2_000]),
        lostReplies: dice.pick([0, 0, 0.02, 0.1]),
        lostFrames: dice.pick([0, 0, 0.02, 0.1]),
        lostJobs: dice.pick([0, 0.1, 0.5, 1]),
      });
    },
  },
  {
    name: "new epoch",
    weight: 0.4,
    async run({ redis, time }) {
      if (!redis.isUp) return;
      const { epoch } = (await redis.log.head()).cursor;
      await redis.newEpoch(epoch, { name: "operator", nowMs: time.now, runId: redis.runId });
    },
  },
  {
    name: "wire cut",
    weight: 3,
    run(world, dice) {
      const { wire } = dice.pick(world.devices);
      if (dice.chance(0.6)) wire?.end();
      else wire?.fallSilent();
    },
  },
  {
    name: "wire clogs",
    weight: 1.5,
    run(world, dice) {
      const { wire } = dice.pick(world.devices);
      wire?.clog();
      later(world, dice, 8_000, () => wire?.unclog());
    },
  },
  {
    name: "device offline",
    weight: 1.5,
    run(world, dice) {
      const device = dice.pick(world.devices);
      device.isOffline = true;
      device.wire?.fallSilent();
      if (dice.chance(0.5)) device.watch?.networkLost();
      later(world, dice, device.isScreen ? 60_000 : 10_000, () => {
        device.isOffline = false;
        device.watch?.networkBack();
      });
    },
  },
  {
    name: "device restarts",
    weight: 2,
    run(world, dice) {
      const device = dice.pick(world.devices);
      if (!device.isUp) return;
      device.close(device.isScreen || dice.chance(0.3));
      later(world, dice, device.isScreen ? 60_000 : 5_000, () => {
        if (!device.isUp && device.process.isGone) device.start();
      });
    },
  },
  {
    name: "device sleeps",
    weight: 1.5,
    run(world, dice) {
      const device = dice.pick(world.devices);
      device.process.isAsleep = true;
      later(world, dice, 30_000, () => {
        world.time.wake(device.process);
        device.watch?.seen();
      });
    },
  },
  {
    name: "device clock",
    weight: 0.5,
    run(world, dice) {
      dice.pick(world.devices).skewMs = off(dice);
    },
  },
];
