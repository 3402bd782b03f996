import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { decimal, grouped } from '../format.ts';
import { words } from '../words/words.ts';
import { save, traceCsv } from './export.ts';
import { gestures } from './gestures.ts';
import { momentWords, summarize } from './summary.ts';
import { timeLabel } from './time-axis.ts';
import type { TraceData } from './trace-data.ts';
import { TracePlot } from './trace-plot.ts';
import { TraceView } from './trace-view.ts';

const ZOOM = 2;

interface TraceProps {
  readonly data: TraceData;
  readonly lookAhead: number;
  /** What the trace is of, for those who can't see it. */
  readonly label: string;
  /** What its files are called, without an ending. */
  readonly fileName: string;
  /** Whether samples are still coming. */
  readonly live: boolean;
  /** Shown while there is no sample. */
  readonly empty: string;
  readonly hasSamples: boolean;
  /** A piece to show, in seconds of the trace; another one is shown when it changes. */
  readonly piece?: { readonly from: number; readonly to: number };
  /** What else can be done with it. */
  readonly actions?: ComponentChildren;
}

/** A trace with its controls: pause, zoom, move, all, and its files. */
export function Trace(props: TraceProps) {
  const { data, lookAhead, label, fileName, live, empty, hasSamples, piece, actions } = props;
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<TracePlot | null>(null);
  const view = useMemo(() => new TraceView(data), [data]);
  const [, draw] = useState(0);
  const changed = () => draw((count) => count + 1);

  useEffect(() => {
    if (!element.current) return;
    const made = new TracePlot(element.current, data, view, lookAhead, changed);
    plot.current = made;
    return () => made.destroy();
  }, [data, view, lookAhead]);
  // What has ended is shown whole.
  useEffect(() => {
    if (live || !hasSamples) return;
    view.showAll();
    changed();
  }, [view, live]);

  useEffect(() => {
    if (!piece) return;
    view.show(piece.from, piece.to);
    changed();
  }, [view, piece?.from, piece?.to]);

  const act = (action: () => void) => () => {
    action();
    changed();
  };
  const pause = act(() => (view.follows ? view.pause() : view.follow()));
  const showAll = act(() => view.showAll());
  const zoomIn = act(() => view.zoom(1 / ZOOM));
  const zoomOut = act(() => view.zoom(ZOOM));
  const keys: Record<string, () => void> = {
    ' ': pause,
    '+': zoomIn,
    '-': zoomOut,
    ArrowLeft: act(() => view.move(-0.25 * view.span)),
    ArrowRight: act(() => view.move(0.25 * view.span)),
    Home: act(() => view.move(Number.NEGATIVE_INFINITY)),
    End: act(() => view.move(Number.POSITIVE_INFINITY)),
    a: showAll,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };
  const handlers = useMemo(() => gestures({ plot: () => plot.current, view, changed }), [view]);
  const savePicture = async () => {
    const picture = await plot.current?.toPng();
    if (picture) save(picture, `${fileName}.png`);
  };
  const isPaused = live && !view.follows;
  const said = words().trace;

  return (
    <div class="trace">
      <div class="trace-bar">
        <Legend hasTruths={data.truths.length > 0} isCrowded={plot.current?.isCrowded ?? false} />
        <fieldset class="tools" aria-label={said.tools}>
          <button
            type="button"
            class="tool"
            onClick={pause}
            aria-pressed={isPaused}
            disabled={!live}
          >
            {isPaused ? said.follow : said.pause}
          </button>
          <button type="button" class="tool" onClick={zoomOut} aria-label={said.zoomOut}>
            −
          </button>
          <button type="button" class="tool" onClick={zoomIn} aria-label={said.zoomIn}>
            +
          </button>
          <button type="button" class="tool" onClick={showAll}>
            {said.all}
          </button>
          <button
            type="button"
            class="tool"
            disabled={!hasSamples}
            title={said.saveSamples}
            onClick={() => save(traceCsv(data), `${fileName}.trace.csv`)}
          >
            CSV
          </button>
          <button
            type="button"
            class="tool"
            disabled={!hasSamples}
            title={said.savePicture}
            onClick={savePicture}
          >
            PNG
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
          aria-label={said.withKeys(label)}
          onKeyDown={onKeyDown}
          {...handlers}
        />
        {!hasSamples && <p class="plot-empty">{empty}</p>}
      </div>
      <p class="readout">{hasSamples && readout(data, plot.current, view, lookAhead)}</p>
    </div>
  );
}

/** What is under the pointer; what is selected or, without a pointer, in sight. */
function readout(
  data: TraceData,
  plot: TracePlot | null,
  view: TraceView,
  lookAhead: number,
): string {
  const pointer = plot?.pointer;
  if (plot && pointer && pointer.selectedFrom === undefined) {
    return momentWords(data, plot.timeAt(pointer.x), lookAhead);
  }
  let { from, to } = view.edges;
  if (plot && pointer?.selectedFrom !== undefined) {
    const ends = [plot.timeAt(pointer.selectedFrom), plot.timeAt(pointer.x)];
    [from, to] = [Math.min(...ends), Math.max(...ends)];
  }
  from = Math.max(from, data.firstTime);
  to = Math.min(to, data.lastTime);
  const { seconds, steps, cadence } = summarize(data, from, to);
  const said = words().trace;
  const label = (time: number) =>
    timeLabel(time, seconds < 20 ? 0.1 : 1, Math.max(data.lastTime, 60));
  return [
    said.piece(label(from), label(to), decimal(seconds, 1)),
    said.steps(steps, grouped(steps)),
    ...(cadence > 0 ? [said.walking(`${cadence}`)] : []),
  ].join(' · ');
}

function Legend({
  hasTruths,
  isCrowded,
}: {
  readonly hasTruths: boolean;
  readonly isCrowded: boolean;
}) {
  const said = words().trace;
  return (
    <ul class="legend" aria-hidden="true">
      <li class="key-trace">{said.acceleration}</li>
      {isCrowded ? (
        <>
          <li class="key-walk">{said.walk}</li>
          <li class="key-cadence">{said.cadence}</li>
        </>
      ) : (
        <>
          <li class="key-step">{said.step}</li>
          <li class="key-likelihood">{said.likelihood}</li>
        </>
      )}
      {hasTruths && <li class="key-truth">{said.truth}</li>}
    </ul>
  );
}
