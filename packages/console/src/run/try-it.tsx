import type { PageConfig } from '@stepstream/protocol';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LiveConnection } from '../live/live-connection.ts';
import { Tabs } from '../shell/tabs.tsx';
import { Store, useStore } from '../store.ts';
import { type Run, type RunPlan, type RunState, Run as StreamRun } from '../stream/run.ts';
import { words } from '../words/words.ts';
import { EmptyRunView } from './empty-run-view.tsx';
import { PhonePanel } from './phone-panel.tsx';
import { RecordingPanel } from './recording-panel.tsx';
import { RunView } from './run-view.tsx';
import { SyntheticPanel } from './synthetic-panel.tsx';
import { useDropOnPage } from './use-drop.ts';

const SOURCES = ['walk', 'recording', 'phone'] as const;
type Source = (typeof SOURCES)[number];

/** Stands for the state of a run while there is none. */
const NO_RUN = new Store<RunState | null>(null);

/** The part of the page that needs no operator: stream something, and see it counted. */
export function TryIt({
  pageConfig,
  live,
}: {
  readonly pageConfig: PageConfig;
  readonly live: LiveConnection;
}) {
  const { totals } = useStore(live.state);
  const [source, setSource] = useState<Source>('walk');
  const [dropped, setDropped] = useState<readonly File[]>([]);
  const isOver = useDropOnPage((files) => {
    setSource('recording');
    setDropped(files);
  });
  const [run, setRun] = useState<Run | null>(null);
  const state = useStore<RunState | null>(run?.state ?? NO_RUN);
  const running = state?.phase === 'running' || state?.phase === 'connecting';
  const play = (plan: RunPlan) => {
    run?.stop();
    const begun = new StreamRun(plan);
    setRun(begun);
    return begun;
  };
  const runView = useRef<HTMLDivElement>(null);
  // On a narrow screen the count lies below what was pressed.
  useLayoutEffect(() => {
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
    if (run) runView.current?.scrollIntoView({ block: 'nearest', behavior });
  }, [run]);
  // What is left of the last run would stand beside another file's name, or its error.
  const clear = () => {
    run?.stop();
    setRun(null);
  };
  const { tryIt } = words();
  const panel = { running, onPlay: play, onStop: () => run?.stop() };
  return (
    <section class={isOver ? 'card try over' : 'card try'} aria-labelledby="try-title">
      <div class="try-panel">
        <h2 id="try-title">{tryIt.title}</h2>
        <Tabs
          label={tryIt.sources}
          tabs={SOURCES.map((id) => ({ id, label: tryIt.source[id] }))}
          chosen={source}
          onChoose={setSource}
        >
          {source === 'walk' && <SyntheticPanel {...panel} />}
          {source === 'recording' && (
            <RecordingPanel
              {...panel}
              chosen={dropped}
              onTaken={() => setDropped([])}
              onClear={clear}
              onShow={setRun}
            />
          )}
          {source === 'phone' && <PhonePanel pageConfig={pageConfig} />}
        </Tabs>
      </div>
      <div ref={runView} class="run-view-frame">
        {run ? (
          <RunView run={run} pageConfig={pageConfig} />
        ) : (
          <EmptyRunView source={source} hasPicture={totals.live + totals.away === 0} />
        )}
      </div>
    </section>
  );
}
