import type { PageConfig } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import type { LiveConnection } from '../live/live-connection.ts';
import { firstFrameWords } from '../words/first-frame.ts';
import { Arrival } from './arrival.tsx';
import { newName } from './new-name.ts';
import { SnippetPanel } from './snippet-panel.tsx';

/** For developers: a program to copy, and beside it what arrives of it. */
export function FirstFrameView({
  live,
  pageConfig,
}: {
  readonly live: LiveConnection;
  readonly pageConfig: PageConfig;
}) {
  const [user] = useState(() => (pageConfig.streams_as === 'named' ? newName() : null));
  const firstFrame = firstFrameWords();
  return (
    <section class="card first-frame" aria-labelledby="first-frame-title">
      <header class="view-head">
        <h2 id="first-frame-title">{firstFrame.title}</h2>
        <p class="lead">{firstFrame.lead}</p>
      </header>
      <SnippetPanel user={user} needsToken={pageConfig.streams_as === 'token'} />
      <Arrival live={live} user={user} lookAhead={pageConfig.look_ahead} />
    </section>
  );
}
