import { useRef } from "preact/hooks";
import { Icon } from "../../shared/parts/icon.tsx";
import { setupWords } from "./words.ts";

/** What Alt and an arrow key ask of a row; the event is used up where they ask anything. */
export function stepOf(event: KeyboardEvent): "up" | "down" | "in" | "out" | undefined {
  if (!event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const isLeftwards = document.documentElement.dir !== "rtl";
  const steps: Record<string, "up" | "down" | "in" | "out"> = {
    ArrowUp: "up",
    ArrowDown: "down",
    ArrowRight: isLeftwards ? "in" : "out",
    ArrowLeft: isLeftwards ? "out" : "in",
  };
  const step = steps[event.key];
  if (step !== undefined) event.preventDefault();
  return step;
}

interface StepsProps {
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onStep: (by: -1 | 1) => void;
}

/** Up and down, for whoever neither drags nor knows the keys. They stay in reach where they cannot go on. */
export function Steps({ name, isFirst, isLast, onStep }: StepsProps) {
  const words = setupWords.value;
  return (
    <span class="steps" title={words.drag}>
      <button
        type="button"
        aria-label={`${words.earlier}: ${name}`}
        aria-disabled={isFirst}
        onClick={() => onStep(-1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="down"
        aria-label={`${words.later}: ${name}`}
        aria-disabled={isLast}
        onClick={() => onStep(1)}
      >
        <Icon name="up" />
      </button>
    </span>
  );
}

/** Attributes for a row that is dragged to another's place. Fields in it are selected, not dragged. */
export function useDrag(onDrop: (id: string, to: number) => void) {
  const dragged = useRef<string | undefined>(undefined);
  return (id: string, at: number, isOff = false) => ({
    draggable: !isOff,
    onDragStart: (event: DragEvent) => {
      dragged.current = id;
      event.dataTransfer?.setData("text/plain", id);
    },
    onDragOver: (event: DragEvent) => {
      if (dragged.current !== undefined) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const moved = dragged.current;
      dragged.current = undefined;
      if (moved !== undefined && moved !== id) onDrop(moved, at);
    },
    onDragEnd: () => {
      dragged.current = undefined;
    },
  });
}
