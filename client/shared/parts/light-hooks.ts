/**
 * What the feed's parts use of `preact/hooks` and `@preact/signals`, and no more: in its build these names lead
 * here, and a phone loads a sixth less. It ties the two cores together in the same way as those packages do, by
 * the names that both give their inner parts; the pages that a server draws use the packages themselves.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { Component, options } from "preact";

export { batch, computed, effect, signal } from "@preact/signals-core";

/** An effect of signals-core, driven by hand: what is read from `S` on until what it answers is called is watched. */
interface Watch {
  S(): () => void;
  /** Called when what was watched has changed. */
  c: () => void;
  /** What is watched; undefined for nothing. */
  s?: object;
  d(): void;
}

interface Hook {
  value?: unknown;
  deps?: readonly unknown[] | undefined;
  cleanUp?: (() => void) | undefined;
}

/** A component of Preact, with what is kept beside it. */
interface Drawn extends Component {
  watch?: Watch;
  hooks?: Hook[];
  isDirty?: boolean;
  isGone?: boolean;
  /** Run once it is in the document. */
  __h: (() => void)[];
}

interface Node {
  __c?: Drawn | null;
}

let drawn: Drawn;
let at = 0;
let endWatch: (() => void) | undefined;

function stopWatching(): void {
  const end = endWatch;
  endWatch = undefined;
  end?.();
}

function watchOf(component: Drawn): Watch {
  if (component.watch === undefined) {
    effect(function (this: unknown) {
      component.watch = this as Watch;
    });
    component.watch!.c = () => redraw(component);
  }
  return component.watch!;
}

function redraw(component: Drawn): void {
  component.isDirty = true;
  component.setState({});
}

type Hooked = Record<string, ((...args: unknown[]) => void) | undefined>;

function hookInto(name: string, run: (node: Node) => void, isLast = false): void {
  const hooked = options as Hooked;
  const before = hooked[name];
  hooked[name] = (...args) => {
    if (isLast) before?.(...args);
    run(args[0] as Node);
    if (!isLast) before?.(...args);
  };
}

hookInto("__b", stopWatching);
hookInto("diffed", stopWatching);
hookInto("__e", stopWatching);
hookInto("__r", ({ __c: component }) => {
  stopWatching();
  if (component == null) return;
  drawn = component;
  at = 0;
  component.isDirty = false;
  endWatch = watchOf(component).S();
});
hookInto("unmount", ({ __c: component }) => {
  if (component == null) return;
  component.isGone = true;
  component.watch?.d();
  for (const hook of component.hooks ?? []) hook.cleanUp?.();
});

/** A part that reads signals is drawn anew when these change or it is given something else. */
Component.prototype.shouldComponentUpdate = function (this: Drawn, given: object): boolean {
  if (this.isDirty === true || this.watch?.s === undefined) return true;
  const [next, last] = [given, this.props] as Record<string, unknown>[];
  return [...Object.keys(next!), ...Object.keys(last!)].some((name) => next![name] !== last![name]);
};

function nextHook(): Hook {
  drawn.hooks ??= [];
  drawn.hooks[at] ??= {};
  return drawn.hooks[at++]!;
}

function once<T>(make: () => T): T {
  const hook = nextHook();
  if (!("value" in hook)) hook.value = make();
  return hook.value as T;
}

export const useRef = <T>(first: T): { current: T } => once(() => ({ current: first }));

export const useSignal = <T>(first: T): Signal<T> => once(() => signal(first));

export function useComputed<T>(reckon: () => T): ReadonlySignal<T> {
  const latest = useRef(reckon);
  latest.current = reckon;
  return once(() => computed(() => latest.current()));
}

export function useState<T>(first: T | (() => T)): [T, (next: T) => void] {
  const component = drawn;
  const held = once(() => ({ current: typeof first === "function" ? (first as () => T)() : first }));
  const set = (next: T): void => {
    held.current = next;
    redraw(component);
  };
  return [held.current, set];
}

type Effect = () => unknown;

function useAfter(
  run: Effect,
  deps: readonly unknown[] | undefined,
  schedule: (go: () => void) => void,
): void {
  const hook = nextHook();
  const component = drawn;
  if (deps !== undefined && hook.deps?.every((dep, place) => dep === deps[place])) return;
  hook.deps = deps;
  const go = (): void => {
    if (component.isGone) return;
    hook.cleanUp?.();
    const done = run();
    hook.cleanUp = typeof done === "function" ? (done as () => void) : undefined;
  };
  component.__h.push(() => schedule(go));
}

export const useLayoutEffect = (run: Effect, deps?: readonly unknown[]): void =>
  useAfter(run, deps, (go) => go());

export const useEffect = (run: Effect, deps?: readonly unknown[]): void =>
  useAfter(run, deps, (go) => setTimeout(go));

export function useSignalEffect(run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => effect(() => latest.current()), []);
}
