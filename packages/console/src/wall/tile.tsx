import { useEffect, useRef } from 'preact/hooks';
import { grouped } from '../format.ts';
import { SessionFeed } from '../live/session-feed.ts';
import { nameOf } from '../live/session-list.ts';
import { takeTrace } from '../trace/take-trace.ts';
import { TraceData } from '../trace/trace-data.ts';
import { wallWords } from '../words/wall.ts';
import { drawSpark } from './draw-spark.ts';
import type { Place } from './places.ts';

/** Of a phone's signal so many samples are kept: more than a tile shows, at any rate. */
const MAX_SAMPLES = 16_384;

interface TileProps {
  readonly place: Place;
  readonly steps: number;
  /** Told how many steps the phone has, sooner than the list. */
  readonly onSteps: (id: string, steps: number) => void;
}

/** A phone on the wall: its count, and its signal as it moves. It flashes at each step. */
export function Tile({ place: { row, isOver }, steps, onSteps }: TileProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const trace = new TraceData({ maxSamples: MAX_SAMPLES, begun: row.created_at });
    let frame = 0;
    const draw = () => {
      frame = 0;
      if (canvas.current) drawSpark(canvas.current, trace);
    };
    const feed = new SessionFeed(row.id, (message) => {
      if (message.type !== 'trace') return;
      takeTrace(trace, message);
      onSteps(row.id, message.total_steps);
      frame ||= requestAnimationFrame(draw);
    });
    return () => {
      feed.close();
      cancelAnimationFrame(frame);
    };
  }, [row.id]);
  const wall = wallWords();
  const state = isOver
    ? wall.over
    : row.away_until !== null
      ? wall.away
      : row.cadence > 0
        ? `${row.cadence} ${wall.perMinute}`
        : wall.resting;
  return (
    <li class={isOver ? 'tile over' : 'tile'}>
      {steps > 0 && <span key={steps} class="flash" aria-hidden="true" />}
      <p class="tile-name">{nameOf(row)}</p>
      <p class="tile-steps">
        <strong>{grouped(steps)}</strong> <span>{wall.steps(steps)}</span>
      </p>
      <p class="tile-state">{state}</p>
      <div class="tile-trace" aria-hidden="true">
        <canvas ref={canvas} />
      </div>
    </li>
  );
}
