/** How the runbook looks, from a phone in a corridor to paper. */
export const RUNBOOK_CSS = `
:root {
  color-scheme: light dark;
  --paper: light-dark(oklch(0.992 0.002 240), oklch(0.19 0.018 250));
  --raised: light-dark(oklch(1 0 0), oklch(0.232 0.02 250));
  --sunken: light-dark(oklch(0.955 0.006 240), oklch(0.27 0.02 250));
  --ink: light-dark(oklch(0.2 0.022 250), oklch(0.965 0.004 240));
  --ink-2: light-dark(oklch(0.42 0.02 250), oklch(0.8 0.012 245));
  --line: light-dark(oklch(0.87 0.008 245), oklch(0.36 0.02 250));
  --brass: oklch(0.855 0.165 91);
  font: 1rem/1.55 system-ui, sans-serif;
  background: var(--paper);
  color: var(--ink);
  scroll-padding-block-start: 1rem;
}
*, ::before, ::after { box-sizing: border-box; }
body { display: grid; grid-template-columns: 17rem minmax(0, 1fr); grid-template-rows: auto 1fr; column-gap: 3rem; max-inline-size: 80rem; margin: 0 auto; padding: 0 1.5rem 6rem; }
a { color: inherit; text-underline-offset: 0.15em; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; margin: 0; }
h1 { font-size: 2.25rem; letter-spacing: -0.02em; }
header { grid-column: 2; margin-block: 2.5rem 2rem; border-inline-start: 0.5rem solid var(--brass); padding-inline-start: 1.25rem; }
header p { max-inline-size: 46rem; margin-block: 0.75rem 0; color: var(--ink-2); }
main > section > h2 { font-size: 1.5rem; margin-block: 3.5rem 1rem; }
main { grid-column: 2; }
nav { grid-column: 1; grid-row: 1 / 3; position: sticky; inset-block-start: 0; align-self: start; max-block-size: 100dvh; overflow-y: auto; padding-block: 2.5rem; font-size: 0.9375rem; }
nav summary { font-weight: 700; }
nav p { margin-block: 0.75rem 0; }
nav h2 { font-size: 0.8125rem; color: var(--ink-2); margin-block: 1.25rem 0.25rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a, nav p a { display: block; padding-block: 0.25rem; text-decoration: none; }
nav a:hover { text-decoration: underline; }
article, .first { background: var(--raised); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1.25rem 1.5rem; margin-block-end: 1rem; scroll-margin-block-start: 1rem; }
.first > h2 { margin-block: 0; font-size: 1.25rem; }
.first { border-block-start: 0.25rem solid var(--brass); }
article:target, article:has(.anchor:target) { border-color: var(--ink); box-shadow: inset 0.375rem 0 0 var(--brass); }
h3 { font-size: 1.1875rem; }
.heard { display: flex; flex-wrap: wrap; gap: 0.375rem; margin-block: 0.5rem 0; font-size: 0.875rem; }
.heard span { border: 1px solid var(--line); border-radius: 0.25rem; padding: 0.1em 0.5em; color: var(--ink-2); overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 0.75rem 2rem; margin-block: 1rem; }
dt { font-size: 0.8125rem; font-weight: 700; color: var(--ink-2); }
dd { margin: 0; }
ol { margin-block: 1rem; padding-inline-start: 1.5rem; }
ol > li { margin-block-end: 0.75rem; padding-inline-start: 0.25rem; max-inline-size: 52rem; }
ol > li::marker { font-weight: 700; }
pre { margin-block: 0.375rem 0; padding: 0.625rem 0.75rem; background: var(--sunken); border-radius: 0.25rem; overflow-x: auto; line-height: 1.5; }
code { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
pre code { overflow-wrap: normal; user-select: all; }
.over { margin-block: 0; padding-block-start: 0.75rem; border-block-start: 1px solid var(--line); }
.note { color: var(--ink-2); font-size: 0.9375rem; margin-block-end: 0; }
:focus-visible { outline: 3px solid var(--brass); outline-offset: 2px; }
@media (max-width: 60rem) {
  body { display: block; padding-inline: 1rem; }
  nav { position: static; max-block-size: none; padding-block: 1rem 0; }
  nav li a, nav p a { padding-block: 0.5rem; border-block-end: 1px solid var(--line); }
  header { margin-block: 1.5rem; padding-inline-start: 0.875rem; }
  h1 { font-size: 1.75rem; }
  article, .first { padding: 1rem; }
  pre { white-space: pre-wrap; }
  pre code { overflow-wrap: anywhere; }
}
@media print {
  nav { display: none; }
  body { display: block; }
  article { break-inside: avoid; }
  pre { white-space: pre-wrap; }
}
`.trimStart();
