import { generateWalk } from '@stepstream/synthetic';
import type { Words } from '../words/en.ts';
import { words } from '../words/words.ts';

/** What stands where the count will be: what this is about, in a picture and a sentence. */
export function EmptyRunView({
  source,
  hasPicture,
}: {
  readonly source: keyof Words['tryIt']['invitation'];
  /** Real traces make it needless. */
  readonly hasPicture: boolean;
}) {
  const { invitation, about } = words().tryIt;
  return (
    <div class="run-view empty">
      {hasPicture && <Picture />}
      <p class="empty-title">{invitation[source]}</p>
      <p>{about}</p>
    </div>
  );
}

const WIDTH = 640;
const HEIGHT = 150;
const SECONDS = 7;
/** Top of the picture in m/s², and how many of those it is high. */
const TOP = 22;
const SPAN = 18;

/** A few synthetic steps: their acceleration, and a dot for each step. */
function Picture() {
  const { times, accel, steps } = generateWalk({
    segments: [
      { activity: 'standing', seconds: 1 },
      { activity: 'walking', seconds: SECONDS - 2, cadence: 108 },
      { activity: 'standing', seconds: 1 },
    ],
    amplitude: 1.8,
  });
  const x = (time: number) => ((WIDTH * time) / SECONDS).toFixed(1);
  const points = Array.from(times, (time, i) => {
    const magnitude = Math.hypot(...accel.subarray(3 * i, 3 * i + 3));
    return `${x(time)},${((HEIGHT * (TOP - magnitude)) / SPAN).toFixed(1)}`;
  });
  return (
    <svg class="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {steps.map(({ timestamp }, i) => (
        <g key={timestamp} class={i % 2 === 0 ? 'start' : 'end'}>
          <line x1={x(timestamp)} x2={x(timestamp)} y1={10} y2={HEIGHT} />
          <circle cx={x(timestamp)} cy={10} r={5} />
        </g>
      ))}
      <polyline points={points.join(' ')} />
    </svg>
  );
}
