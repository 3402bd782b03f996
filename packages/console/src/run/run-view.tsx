import type { PageConfig } from '@stepstream/protocol';
import { difference, grouped } from '../format.ts';
import { useStore } from '../store.ts';
import type { Run, RunState } from '../stream/run.ts';
import { stemOf, stepsCsv } from '../stream/steps-csv.ts';
import { save } from '../trace/export.ts';
import { summarize } from '../trace/summary.ts';
import { Trace } from '../trace/trace.tsx';

/** What a run shows: the count, large, and the trace. */
export function RunView({
  run,
  pageConfig,
}: {
  readonly run: Run;
  readonly pageConfig: PageConfig;
}) {
  const state = useStore(run.state);
  const { phase, steps, cadence, rate, progress, truth, error } = state;
  const running = phase === 'running' || phase === 'connecting';
  const { firstTime, lastTime } = run.trace;
  const walked = summarize(run.trace, firstTime, lastTime).cadence;
  return (
    <div class="run-view">
      <h3 class="run-title">{run.plan.title}</h3>
      <div class="digits">
        <div class="digit main">
          <span class="value" data-testid="steps">
            {grouped(steps)}
          </span>
          <span class="unit">{steps === 1 ? 'step' : 'steps'}</span>
        </div>
        <Comparison state={state} />
        {running ? (
          <Stat value={cadence > 0 ? String(cadence) : '–'} unit="steps/min" />
        ) : (
          walked > 0 && <Stat value={String(walked)} unit="steps/min while walking" />
        )}
        {truth === null && rate > 0 && <Stat value={String(Math.round(rate))} unit="samples/s" />}
      </div>
      <p class="sr" role="status" aria-live="polite">
        {announcement(state)}
      </p>
      <progress
        class={running ? 'progress' : 'progress idle'}
        value={progress}
        max={1}
        aria-label="Share that has been streamed"
      />
      {error !== null && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
      <Trace
        data={run.trace}
        lookAhead={pageConfig.look_ahead}
        label={`Trace of ${run.plan.title}: ${steps} steps`}
        fileName={stemOf(run.plan.title)}
        live={running}
        hasSamples={progress > 0 || steps > 0}
        empty={truth === null ? 'Streaming begins …' : 'The walk begins …'}
        actions={
          <button
            type="button"
            class="tool"
            disabled={running || steps === 0}
            onClick={() => save(stepsCsv(run.steps), `${stemOf(run.plan.title)}.steps.csv`)}
          >
            Save steps
          </button>
        }
      />
    </div>
  );
}

/** How the count compares with the truth, where it is known. */
function Comparison({ state }: { readonly state: RunState }) {
  const { phase, steps, truth } = state;
  if (truth === null) return <Stat value={time(state.seconds)} unit="min : s streamed" />;
  const over = phase === 'done';
  const kind = !over ? 'open' : steps === truth ? 'right' : 'off';
  return (
    <div class={`digit comparison ${kind}`}>
      <span class="value" data-testid="difference">
        {over ? difference(steps, truth) : `of ${truth}`}
      </span>
      <span class="unit">{over ? `of ${truth} true steps` : 'true steps'}</span>
    </div>
  );
}

function Stat({ value, unit }: { readonly value: string; readonly unit: string }) {
  return (
    <div class="digit">
      <span class="value">{value}</span>
      <span class="unit">{unit}</span>
    </div>
  );
}

function time(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What is said aloud: every tenth step, and the end. More would be a drum. */
function announcement({ phase, steps, truth, error }: RunState): string {
  if (error !== null) return '';
  if (phase === 'done' || phase === 'stopped') {
    const compared = truth === null || phase === 'stopped' ? '' : `, ${truth} were true`;
    return `${steps} steps counted${compared}.`;
  }
  return steps < 10 ? '' : `${steps - (steps % 10)} steps`;
}
