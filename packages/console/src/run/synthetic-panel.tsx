import { FIRST_WALK_SEED, PLACEMENTS, type Placement, WALK_SLIDERS } from '@stepstream/synthetic';
import { useState } from 'preact/hooks';
import type { RunPlan } from '../stream/run.ts';
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
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (running) onStop();
        else play();
      }}
    >
      <p class="lead">
        A walk made by a model of gait, whose true steps are known. It takes the same way through
        the server as any phone.
      </p>
      <button type="submit" class={running ? 'button big' : 'button big primary'}>
        {!running && <span aria-hidden="true">▶&nbsp;</span>}
        {running ? 'Stop' : 'Walk'}
      </button>
      <SpeedField speed={choice.speed} onChange={(speed) => change({ speed })} />
      <details class="more">
        <summary>More</summary>
        <div class="more-fields">
          <Slider
            label="Cadence"
            unit="steps/min"
            {...WALK_SLIDERS.cadence}
            value={choice.cadence}
            onChange={(cadence) => change({ cadence })}
          />
          <Slider
            label="Force"
            unit="×"
            {...WALK_SLIDERS.amplitude}
            value={choice.amplitude}
            onChange={(amplitude) => change({ amplitude })}
          />
          <label class="field">
            <span>Carried in</span>
            <select
              value={choice.placement}
              onChange={({ currentTarget }) =>
                change({ placement: currentTarget.value as Placement })
              }
            >
              {Object.entries(PLACEMENTS).map(([placement, { label }]) => (
                <option key={placement} value={placement}>
                  {label}
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
            <span>Stands still for 4 s halfway</span>
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
  return (
    <label class="field">
      <span>Speed</span>
      <select
        value={String(speed)}
        onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
      >
        <option value="1">as walked</option>
        <option value="4">4 ×</option>
        <option value="Infinity">at once</option>
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
  return (
    <label class="field">
      <span class="field-head">
        <span>{label}</span>
        <span class="setting">
          {value} {unit}
        </span>
      </span>
      <input
        type="range"
        {...range}
        value={value}
        aria-valuetext={`${value} ${unit}`}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
    </label>
  );
}
