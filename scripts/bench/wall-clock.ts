/**
 * The machine's clock, finer than `Date.now()` and the same in every process (and in Redis): a clock that
 * each process anchors at its start would drift from the others' by the time it is compared.
 */
export const wallMs = (): number => Number(Temporal.Now.instant().epochNanoseconds) / 1e6;
