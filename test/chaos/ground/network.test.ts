import { spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, expect, test } from "vitest";
import { whyNot } from "../../../scripts/chaos/ground/needs.ts";
import { networkNeeds, openNetwork, type Place } from "../../../scripts/chaos/ground/network.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";

const PORT = 7_000;
/** Says what it hears, to whoever says it and on its standard output. */
const echo = `
  require("node:net").createServer((socket) => {
    socket.on("error", () => {}).on("data", (data) => { process.stdout.write(data); socket.write(data); });
  }).listen(${PORT}, () => console.log("here"))`;

const bench = new Bench();
afterAll(() => bench.cleanUp());

async function echoing({ enter }: Place) {
  const [program = "", ...args] = [...enter, process.execPath, "-e", echo];
  const server = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  bench.onCleanUp(() => server.kill("SIGKILL"));
  let heard = "";
  server.stdout.setEncoding("utf8").on("data", (part: string) => {
    heard += part;
  });
  await until(() => heard.includes("here"), "the echo");
  return { heard: (text: string) => heard.includes(text) };
}

function talking(socket: Socket) {
  let heard = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    heard += part;
  });
  return { heard: (text: string) => heard.includes(text) };
}

test.skipIf(whyNot(networkNeeds))(
  "[CG4] wires are cut and healed, both ways or one, and nothing is left",
  async () => {
    const network = await openNetwork();
    bench.onCleanUp(() => network.close());
    const far = await network.place();
    const wire = await network.wire(network.here, far);
    const there = await echoing(far);
    const socket = createConnection(PORT, far.address);
    bench.onCleanUp(() => socket.destroy());
    await once(socket, "connect");
    const here = talking(socket);
    const saidAndHeard = async (text: string) => {
      socket.write(text);
      await until(() => here.heard(text), `${text} to come back`);
    };
    await saidAndHeard("[first]");

    await wire.cut();
    socket.write("[cut]");
    await wire.heal();
    await until(() => here.heard("[cut]"), "what was said meanwhile to come back");

    // From there nothing arrives: it is heard there, and its answer is not.
    await wire.cutFrom(far);
    socket.write("[answer lost]");
    await until(() => there.heard("[answer lost]"), "it to be heard there");
    expect(here.heard("[answer lost]")).toBe(false);
    await wire.heal();
    await until(() => here.heard("[answer lost]"), "its answer");

    await wire.cutFrom(network.here);
    socket.write("[lost]");
    const other = createConnection({ port: PORT, host: far.address, timeout: 300 });
    bench.onCleanUp(() => other.destroy());
    await once(other, "timeout");
    expect(there.heard("[lost]")).toBe(false);
    await wire.heal();
    await until(() => here.heard("[lost]"), "it, once healed");
    await saidAndHeard("[last]");

    await network.close();
    const left = Object.values(networkInterfaces()).flat();
    expect(left.some((at) => at?.address === network.here.address)).toBe(false);
  },
);
