import { FIRST_WALK_SEED, PLACEMENTS, type Placement, WALK_SLIDERS } from '@stepstream/synthetic';
import { useState } from 'preact/hooks';
import { decimal } from '../format.ts';
import type { RunPlan } from '../stream/run.ts';
import { words } from '../words/words.ts';
import { FIRST_CHOICE, planWalk, type RunChoice } from './synthetic-options.ts';

interface SyntheticPanelProps {
  readonly running: boolean;
  readonly onPlay: (plan: RunPlan) => void;
  readonly onStop: () => void;
}

/** The synthetic walk: what kind of walk, and a button. */
export function SyntheticPanel({ running, onPlay, onStop }: SyntheticPanelProps) {
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [seed, setSeed] = useState(FIRST_WALK_SEED);
  const change = (part: Partial<RunChoice>) => setChoice({ ...choice, ...part });
  const play = () => {
    onPlay(planWalk(choice, seed));
    setSeed(seed + 1);
  };
  const { tryIt } = words();
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (running) onStop();
        else play();
      }}
    >
      <p class="lead">{tryIt.walkLead}</p>
      <button type="submit" class={running ? 'button big' : 'button big primary'}>
        {!running && <span aria-hidden="true">▶&nbsp;</span>}
        {running ? tryIt.stop : tryIt.walk}
      </button>
      <SpeedField speed={choice.speed} onChange={(speed) => change({ speed })} />
      <details class="more">
        <summary>{tryIt.more}</summary>
        <div class="more-fields">
          <Slider
            label={tryIt.cadence}
            unit={tryIt.perMinute}
            {...WALK_SLIDERS.cadence}
            value={choice.cadence}
            onChange={(cadence) => change({ cadence })}
          />
          <Slider
            label={tryIt.force}
            unit="×"
            {...WALK_SLIDERS.amplitude}
            value={choice.amplitude}
            onChange={(amplitude) => change({ amplitude })}
          />
          <label class="field">
            <span>{tryIt.carriedIn}</span>
            <select
              value={choice.placement}
              onChange={({ currentTarget }) =>
                change({ placement: currentTarget.value as Placement })
              }
            >
              {(Object.keys(PLACEMENTS) as Placement[]).map((placement) => (
                <option key={placement} value={placement}>
                  {tryIt.places[placement]}
                </option>
              ))}
            </select>
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={choice.stands}
              onChange={({ currentTarget }) => change({ stands: currentTarget.checked })}
            />
            <span>{tryIt.stands}</span>
          </label>
        </div>
      </details>
    </form>
  );
}

function SpeedField({
  speed,
  onChange,
}: {
  readonly speed: number;
  readonly onChange: (speed: number) => void;
}) {
  const { tryIt } = words();
  return (
    <label class="field">
      <span>{tryIt.speed}</span>
      <select
        value={String(speed)}
        onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
      >
        <option value="1">{tryIt.asWalked}</option>
        <option value="4">4 ×</option>
        <option value="Infinity">{tryIt.atOnce}</option>
      </select>
    </label>
  );
}

interface SliderProps {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Slider({ label, unit, value, onChange, ...range }: SliderProps) {
  const said = `${decimal(value, Number.isInteger(range.step) ? 0 : 1)} ${unit}`;
  return (
    <label class="field">
      <span class="field-head">
        <span>{label}</span>
        <span class="setting">{said}</span>
      </span>
      <input
        type="range"
        {...range}
        value={value}
        aria-valuetext={said}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
    </label>
  );
}
