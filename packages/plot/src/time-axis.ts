import { holesOf, type Interval } from '@stepstream/analysis';
import { tickSeconds, timeLabels } from './layout.ts';

/** Holes longer than this share of all the rest are folded; many holes are what a recording is like. */
const FOLDED_SHARE = 0.5;
const MIN_FOLDED_SECONDS = 60;
const MAX_FOLDS = 8;
/** A folded hole is so wide, and labels are so far apart at least, in pixels: `347 d 5:20:00` fits. */
const FOLD_PIXELS = 24;
const LABEL_PIXELS = 90;

/** Where times are, in pixels from the left. */
export interface TimeAxis {
  at(time: number): number;
  /** Where holes are that are not drawn to scale. */
  readonly folds: readonly { readonly left: number; readonly width: number }[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** An axis of time on which holes that would dwarf the rest are folded. */
export function timeAxis(
  { start, end }: Interval,
  stretches: readonly Interval[],
  width: number,
): TimeAxis {
  const folded = foldedHoles(stretches, end - start);
  const left = end - start - folded.reduce((sum, hole) => sum + hole.end - hole.start, 0);
  const seconds = Math.max(left, 1);
  const scale = (width - FOLD_PIXELS * folded.length) / seconds;
  const at = (time: number): number => {
    let place = (time - start) * scale;
    for (const hole of folded) {
      if (time <= hole.start) break;
      const inside = Math.min(time, hole.end) - hole.start;
      place += (inside / (hole.end - hole.start)) * FOLD_PIXELS - inside * scale;
    }
    return place;
  };
  const folds = folded.map((hole) => ({ left: at(hole.start), width: FOLD_PIXELS }));
  const apart = tickSeconds(seconds, width);
  const labelled: { at: number; time: number }[] = [];
  const add = (time: number) => {
    const place = at(time);
    if (place - (labelled.at(-1)?.at ?? -LABEL_PIXELS) < LABEL_PIXELS) return;
    labelled.push({ at: place, time: time - start });
  };
  const pieces = [start, ...folded.map((hole) => hole.end)];
  for (const [i, piece] of pieces.entries()) {
    const last = folded[i]?.start ?? end;
    // Where it goes on behind a fold matters more than the last label before it.
    if (labelled.length > 1 && at(piece) - Number(labelled.at(-1)?.at) < LABEL_PIXELS)
      labelled.pop();
    add(piece);
    const next = start + apart * Math.ceil((piece - start) / apart);
    for (let time = next; time <= last; time += apart) add(time);
  }
  const texts = timeLabels(
    labelled.map(({ time }) => time),
    end - start,
  );
  const ticks = labelled.map((tick, i) => ({ at: tick.at, text: texts[i] as string }));
  return { at, folds, ticks };
}

function foldedHoles(stretches: readonly Interval[], all: number): Interval[] {
  const holes = holesOf(stretches).sort((a, b) => b.end - b.start - (a.end - a.start));
  const folded: Interval[] = [];
  let rest = all;
  for (const hole of holes.slice(0, MAX_FOLDS)) {
    const seconds = hole.end - hole.start;
    rest -= seconds;
    if (seconds >= Math.max(MIN_FOLDED_SECONDS, FOLDED_SHARE * rest)) folded.push(hole);
    else break;
  }
  return folded.sort((a, b) => a.start - b.start);
}
