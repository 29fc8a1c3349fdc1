import { useLayoutEffect, useRef } from "preact/hooks";

/** As high as the lines that are not drawn. Its height comes by script: no rule of a stylesheet knows it. */
export function Gap({ height }: { height: number }) {
  const gap = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => gap.current?.style.setProperty("block-size", `${height}px`), [height]);
  return <li ref={gap} class="gap" role="presentation" aria-hidden="true" />;
}
