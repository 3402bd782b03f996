import type { PageConfig } from '@stepstream/protocol';
import { difference, grouped } from '../format.ts';
import { useStore } from '../store.ts';
import type { Run, RunState } from '../stream/run.ts';
import { stemOf, stepsCsv } from '../stream/steps-csv.ts';
import { save } from '../trace/export.ts';
import { summarize } from '../trace/summary.ts';
import { Trace } from '../trace/trace.tsx';
import { words } from '../words/words.ts';

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
  const { tryIt } = words();
  const title = run.plan.title();
  const walked = summarize(run.trace, firstTime, lastTime).cadence;
  return (
    <div class="run-view">
      <h3 class="run-title">{title}</h3>
      <div class="digits">
        <div class="digit main">
          <span class="value" data-testid="steps">
            {grouped(steps)}
          </span>
          <span class="unit">{tryIt.steps(steps)}</span>
        </div>
        <Comparison state={state} />
        {running ? (
          <Stat value={cadence > 0 ? String(cadence) : '–'} unit={tryIt.perMinute} />
        ) : (
          walked > 0 && <Stat value={String(walked)} unit={tryIt.whileWalking} />
        )}
        {truth === null && rate > 0 && <Stat value={String(Math.round(rate))} unit={tryIt.rate} />}
      </div>
      <p class="sr" role="status" aria-live="polite">
        {announcement(state)}
      </p>
      <progress
        class={running ? 'progress' : 'progress idle'}
        value={progress}
        max={1}
        aria-label={tryIt.progress}
      />
      {error !== null && (
        <p class="problem" role="alert">
          {error()}
        </p>
      )}
      <Trace
        data={run.trace}
        lookAhead={pageConfig.look_ahead}
        label={tryIt.trace(title, steps)}
        fileName={stemOf(title)}
        live={running}
        hasSamples={progress > 0 || steps > 0}
        empty={truth === null ? tryIt.streamBegins : tryIt.walkBegins}
        actions={
          <button
            type="button"
            class="tool"
            disabled={running || steps === 0}
            onClick={() => save(stepsCsv(run.steps), `${stemOf(title)}.steps.csv`)}
          >
            {tryIt.saveSteps}
          </button>
        }
      />
    </div>
  );
}

/** How the count compares with the truth, where it is known. */
function Comparison({ state }: { readonly state: RunState }) {
  const { phase, steps, truth, compared } = state;
  const { tryIt } = words();
  if (truth === null) return <Stat value={time(state.seconds)} unit={tryIt.streamed} />;
  const over = phase === 'done';
  const kind = !over ? 'open' : compared === truth ? 'right' : 'off';
  const against = compared === steps ? tryIt.ofTrueSteps(truth) : tryIt.ofKnown(compared, truth);
  return (
    <div class={`digit comparison ${kind}`}>
      <span class="value" data-testid="difference">
        {over ? difference(compared, truth) : tryIt.ofTruth(truth)}
      </span>
      <span class="unit">{over ? against : tryIt.trueSteps}</span>
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
function announcement({ phase, steps, truth, compared, error }: RunState): string {
  const { tryIt } = words();
  if (error !== null) return '';
  if (phase === 'done' || phase === 'stopped') {
    const isCompared = truth !== null && phase !== 'stopped';
    return isCompared ? tryIt.countedOf(compared, truth) : tryIt.counted(steps);
  }
  return steps < 10 ? '' : tryIt.stepsAloud(steps - (steps % 10));
}
