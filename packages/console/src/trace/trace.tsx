import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TraceData } from './trace-data.ts';
import { MAX_SPAN_SECONDS, MIN_SPAN_SECONDS, TracePlot } from './trace-plot.ts';

const FIRST_SPAN = 8;
const ZOOM = 2;

interface TraceProps {
  readonly data: TraceData;
  readonly lookAhead: number;
  /** What the trace is of, for those who can't see it. */
  readonly label: string;
  /** Whether samples are still coming. */
  readonly live: boolean;
  /** Shown while there is no sample. */
  readonly empty: string;
  readonly hasSamples: boolean;
  /** What else can be done with it. */
  readonly actions?: ComponentChildren;
}

/** A trace with its controls: pause, zoom, move, all. */
export function Trace(props: TraceProps) {
  const { data, lookAhead, label, live, empty, hasSamples, actions } = props;
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<TracePlot | null>(null);
  const [span, setSpan] = useState(FIRST_SPAN);
  const [end, setEnd] = useState<number | null>(null);

  useEffect(() => {
    if (!element.current) return;
    const made = new TracePlot(element.current, data, { span, end }, lookAhead);
    plot.current = made;
    return () => made.destroy();
  }, [lookAhead]);
  useEffect(() => {
    if (plot.current) plot.current.data = data;
    setEnd(null);
    setSpan(FIRST_SPAN);
  }, [data]);
  useEffect(() => {
    if (plot.current) plot.current.view = { span, end };
  }, [span, end]);
  // What has ended is shown whole.
  useEffect(() => {
    if (!live && hasSamples) showAll();
  }, [live]);

  const newest = () => plot.current?.edges.to ?? 0;
  const zoom = (factor: number) => {
    const { from, to } = plot.current?.edges ?? { from: 0, to: 0 };
    const wanted = Math.min(Math.max((to - from) * factor, MIN_SPAN_SECONDS), MAX_SPAN_SECONDS);
    if (end !== null) setEnd((from + to + wanted) / 2);
    setSpan(wanted);
  };
  const move = (share: number) => setEnd(newest() + share * span);
  const pause = () => setEnd(end === null ? newest() : null);
  const showAll = () => {
    const length = data.lastTime - data.firstTime;
    if (!(length > 0)) return;
    setSpan(Math.max(length, MIN_SPAN_SECONDS));
    setEnd(data.lastTime);
  };
  const keys: Record<string, () => void> = {
    ' ': pause,
    '+': () => zoom(1 / ZOOM),
    '-': () => zoom(ZOOM),
    ArrowLeft: () => move(-0.25),
    ArrowRight: () => move(0.25),
    a: showAll,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const drag = useDrag((pixels, width) => {
    setEnd((plot.current?.edges.to ?? 0) - (pixels / width) * span);
  });

  return (
    <div class="trace">
      <div class="trace-bar">
        <ul class="legend" aria-hidden="true">
          <li class="key-trace">acceleration, m/s²</li>
          <li class="key-step">step counted</li>
          <li class="key-likelihood">likelihood</li>
          {data.truths.length > 0 && <li class="key-truth">true step</li>}
        </ul>
        <fieldset class="tools" aria-label="View">
          <button
            type="button"
            class="tool"
            onClick={pause}
            aria-pressed={live && end !== null}
            disabled={!live}
          >
            {live && end !== null ? 'Follow' : 'Pause'}
          </button>
          <button type="button" class="tool" onClick={() => zoom(ZOOM)} aria-label="Zoom out">
            −
          </button>
          <button type="button" class="tool" onClick={() => zoom(1 / ZOOM)} aria-label="Zoom in">
            +
          </button>
          <button type="button" class="tool" onClick={showAll}>
            All
          </button>
          {actions}
        </fieldset>
      </div>
      <div class="plot-frame">
        <div
          ref={element}
          class="plot"
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the plot is moved and zoomed by keys.
          tabIndex={0}
          aria-label={`${label}. Space pauses, plus and minus zoom, arrows move, a shows all.`}
          onKeyDown={onKeyDown}
          onWheel={(event) => {
            // Without a key held, the wheel scrolls the page.
            if (!event.ctrlKey && !event.shiftKey) return;
            event.preventDefault();
            zoom(event.deltaY + event.deltaX > 0 ? ZOOM : 1 / ZOOM);
          }}
          {...drag}
        />
        {!hasSamples && <p class="plot-empty">{empty}</p>}
      </div>
    </div>
  );
}

/** Handlers that call back with how far the pointer has been dragged since the last call. */
function useDrag(onDrag: (pixels: number, width: number) => void) {
  const x = useRef<number | null>(null);
  return {
    onPointerDown(event: PointerEvent & { currentTarget: HTMLElement }) {
      x.current = event.clientX;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent & { currentTarget: HTMLElement }) {
      if (x.current === null || event.clientX === x.current) return;
      onDrag(event.clientX - x.current, event.currentTarget.clientWidth);
      x.current = event.clientX;
    },
    onPointerUp() {
      x.current = null;
    },
    onPointerCancel() {
      x.current = null;
    },
  };
}
