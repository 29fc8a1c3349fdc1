/**
 * How a screen comes to a newer version of its page: the worker fetches it whole in the background, and it is taken
 * when nobody is in the middle of reading something. What does not run well is left to the worker (client/kiosk-sw).
 *
 * - [KV1] Taken when idle, and not by all screens in one instant; after ten minutes anyway, but never in an alert.
 * - [KV2] A page that has run for half a minute says so; only then is the one before it let go.
 * - [KV3] Without a worker (no HTTPS) it is loaded again when idle, at most once in ten minutes.
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Versions } from "../../kiosk-sw/versions.ts";
import { workerAddress } from "../../shared/trusted.ts";
import type { Faults } from "../device/faults.ts";
import { loadAgain } from "../device/load-again.ts";

export const WELL_MS = 30_000;
const LOOK_MS = 900_000;
const IDLE_MS = 3_000;
const SPREAD_MS = 20_000;
const PATIENCE_MS = 600_000;
const ANSWERS_MS = 5_000;

export interface RenewalParts {
  readonly build: string | undefined;
  /** That of the server. */
  readonly serverBuild: ReadonlySignal<string | undefined>;
  /** Nothing is shown now that must not be interrupted. */
  readonly isIdle: ReadonlySignal<boolean>;
  readonly isAlert: ReadonlySignal<boolean>;
  readonly faults: Pick<Faults, "raise" | "clear">;
  readonly random: () => number;
}

export async function startRenewal(parts: RenewalParts): Promise<void> {
  const { build, serverBuild, faults } = parts;
  try {
    const registration = await navigator.serviceWorker.register(workerAddress("/kiosk-sw.js"), {
      scope: "/kiosk",
      updateViaCache: "none",
    });
    renewByWorker(registration, parts);
  } catch (error) {
    faults.raise(
      "storage_unavailable",
      `service worker: ${error instanceof Error ? error.name : String(error)}`,
    );
    const earliest = performance.now() + PATIENCE_MS;
    whenOther(serverBuild, build, () =>
      whenIdle(parts, Math.max(0, earliest - performance.now()), loadAgain),
    );
  }
}

function renewByWorker(registration: ServiceWorkerRegistration, parts: RenewalParts): void {
  const { build, serverBuild, random } = parts;
  let isTaking = false;

  async function look(): Promise<void> {
    try {
      await registration.update();
    } catch {
      // No network, or a server in the middle of being renewed: later.
    }
    await tell(registration, { type: "versions" }).then((versions) => reportBad(versions, parts));
  }

  function takeLater(): void {
    if (registration.waiting === null || isTaking) return;
    isTaking = true;
    whenIdle(parts, 0, () => {
      isTaking = false;
      if (registration.waiting === null) return;
      navigator.serviceWorker.addEventListener("controllerchange", () => void loadAgain(), { once: true });
      registration.waiting.postMessage({ type: "take" });
    });
  }

  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", takeLater);
  });
  takeLater();
  whenOther(serverBuild, build, () => setTimeout(look, random() * SPREAD_MS));
  setInterval(look, LOOK_MS * (1 + random() / 4));
  setTimeout(async () => {
    if (build !== undefined) reportBad(await tell(registration, { type: "well", build }), parts);
  }, WELL_MS);
}

function reportBad(
  versions: Versions | undefined,
  { faults, serverBuild }: Pick<RenewalParts, "faults" | "serverBuild">,
): void {
  if (versions === undefined) return;
  const wanted = serverBuild.peek();
  if (wanted !== undefined && versions.bad.includes(wanted)) faults.raise("build_failed", wanted);
  else faults.clear("build_failed");
}

/** Undefined where it does not answer. */
function tell(
  { active }: Pick<ServiceWorkerRegistration, "active">,
  message: object,
): Promise<Versions | undefined> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<Versions>) => resolve(data);
    setTimeout(() => resolve(undefined), ANSWERS_MS);
    active?.postMessage(message, [port2]);
  });
}

function whenOther(
  serverBuild: ReadonlySignal<string | undefined>,
  build: string | undefined,
  run: () => void,
): void {
  effect(() => {
    if (serverBuild.value !== undefined && serverBuild.value !== build) run();
  });
}

/** [KV1] Not before `earliestMs`. */
function whenIdle(
  { isIdle, isAlert, random }: Pick<RenewalParts, "isIdle" | "isAlert" | "random">,
  earliestMs: number,
  run: () => void,
): void {
  const from = performance.now() + earliestMs + random() * SPREAD_MS;
  const look = setInterval(() => {
    const overMs = performance.now() - from;
    const isTime = overMs > 0 && (isIdle.peek() || (overMs > PATIENCE_MS && !isAlert.peek()));
    if (!isTime) return;
    clearInterval(look);
    run();
  }, IDLE_MS);
}

/** All that the worker keeps; it is fetched anew at the next start. */
export async function emptyCaches(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/kiosk");
  await registration?.unregister();
  for (const name of (await globalThis.caches?.keys()) ?? [])
    if (name.startsWith("kiosk-")) await caches.delete(name);
}
