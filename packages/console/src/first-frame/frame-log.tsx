import type { FrameEntry } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import { grouped } from '../format.ts';
import { firstFrameWords } from '../words/first-frame.ts';
import { answered, type LoggedFrame } from './frame-entries.ts';

/** The last frames of a program and their answers, the newest first. */
export function FrameLog({ frames }: { readonly frames: readonly FrameEntry[] }) {
  const [held, setHeld] = useState<readonly FrameEntry[] | null>(null);
  const firstFrame = firstFrameWords();
  const shown = answered(held ?? frames).toReversed();
  return (
    <section class="frame-log" aria-label={firstFrame.log}>
      <header>
        <h3>{firstFrame.log}</h3>
        <button
          type="button"
          class="tool"
          aria-pressed={held !== null}
          disabled={frames.length === 0}
          onClick={() => setHeld(held ? null : frames)}
        >
          {held ? firstFrame.resumeLog : firstFrame.pauseLog}
        </button>
      </header>
      {shown.length === 0 ? (
        <p class="note">{firstFrame.logEmpty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys.
        <ol tabIndex={0} aria-label={firstFrame.log}>
          {shown.map((frame, i) => (
            <Row key={shown.length - i} frame={frame} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Row({ frame }: { readonly frame: LoggedFrame }) {
  const { at, from, kind, size, text, answeredIn } = frame;
  const firstFrame = firstFrameWords();
  return (
    <li class={`frame ${from} ${kind === 'fault' || kind === 'error' ? 'wrong' : ''}`}>
      <span class="frame-head">
        <time>{clockWithMilliseconds(at)}</time>
        <strong>{from === 'client' ? `→ ${firstFrame.client}` : `← ${firstFrame.server}`}</strong>
        <span>{kind}</span>
        <span>{grouped(size)} B</span>
        {answeredIn !== null && (
          <span class="took">{answeredIn < 1 ? '< 1' : answeredIn.toFixed(0)} ms</span>
        )}
      </span>
      <code title={text}>{text}</code>
    </li>
  );
}

/** A Unix time as a clock shows it, to the millisecond: `14:05:09.120`. */
function clockWithMilliseconds(seconds: number): string {
  const date = new Date(1000 * seconds);
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${date.toLocaleTimeString('en-GB')}.${milliseconds}`;
}
