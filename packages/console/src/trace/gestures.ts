import type { TracePlot } from './trace-plot.ts';
import type { TraceView } from './trace-view.ts';

/** A drag of less than this, in pixels, is a click. */
const MIN_DRAG_PIXELS = 6;
/** By how much one notch of a wheel zooms. */
const WHEEL_ZOOM = 1.25;

interface Context {
  plot(): TracePlot | null;
  readonly view: TraceView;
  /** What is seen, or where the pointer is, has changed. */
  changed(): void;
}

type PlotEvent<E> = E & { readonly currentTarget: HTMLElement };

/**
 * What pointers and wheels do to a trace. A mouse that is dragged zooms into the piece that it has crossed; with shift, and on
 * touch screens, it moves the trace, and two fingers zoom.
 */
export function gestures({ plot, view, changed }: Context) {
  const pointers = new Map<number, number>();
  let selectedFrom: number | undefined;
  const localX = (event: PlotEvent<MouseEvent>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const point = (x: number | null) => {
    const made = plot();
    if (made) made.pointer = x === null ? null : { x, selectedFrom };
    changed();
  };
  const spread = () => {
    const [a = 0, b = 0] = pointers.values();
    return { middle: (a + b) / 2, width: Math.max(Math.abs(a - b), 1) };
  };
  const drop = (event: PlotEvent<PointerEvent>) => {
    pointers.delete(event.pointerId);
    if (event.pointerType !== 'mouse') point(null);
  };
  return {
    onPointerDown(event: PlotEvent<PointerEvent>) {
      if (event.button !== 0) return;
      const x = localX(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, x);
      if (event.pointerType === 'mouse' && !event.shiftKey) selectedFrom = x;
      point(x);
    },
    onPointerMove(event: PlotEvent<PointerEvent>) {
      const x = localX(event);
      const before = pointers.get(event.pointerId);
      const made = plot();
      if (made && before !== undefined && selectedFrom === undefined) {
        const old = spread();
        const about = made.timeAt(old.middle);
        pointers.set(event.pointerId, x);
        if (pointers.size > 1) view.zoom(old.width / spread().width, about);
        else if (x !== before) view.move(made.seconds(before - x));
      }
      point(x);
    },
    onPointerUp(event: PlotEvent<PointerEvent>) {
      const made = plot();
      const x = localX(event);
      if (made && selectedFrom !== undefined && Math.abs(x - selectedFrom) >= MIN_DRAG_PIXELS) {
        view.showMarked(made.timeAt(selectedFrom), made.timeAt(x));
      }
      selectedFrom = undefined;
      drop(event);
      changed();
    },
    onPointerCancel(event: PlotEvent<PointerEvent>) {
      selectedFrom = undefined;
      drop(event);
    },
    onPointerLeave() {
      if (pointers.size === 0) point(null);
    },
    onDblClick() {
      view.showAll();
      changed();
    },
    onWheel(event: PlotEvent<WheelEvent>) {
      const made = plot();
      if (!made) return;
      const { deltaX, deltaY, ctrlKey, metaKey, shiftKey, currentTarget } = event;
      const sideways = shiftKey
        ? deltaX || deltaY
        : Math.abs(deltaX) > Math.abs(deltaY)
          ? deltaX
          : 0;
      const isMine =
        ctrlKey || metaKey || sideways !== 0 || document.activeElement === currentTarget;
      // Elsewhere, and before the trace was clicked, the wheel scrolls the page.
      if (!isMine) return;
      event.preventDefault();
      if (sideways !== 0) view.move(made.seconds(sideways));
      else view.zoom(deltaY > 0 ? WHEEL_ZOOM : 1 / WHEEL_ZOOM, made.timeAt(localX(event)));
      changed();
    },
  };
}
