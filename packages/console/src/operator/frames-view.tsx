import type { FrameEntry } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import { grouped } from '../format.ts';
import type { Watched } from '../live/watching.ts';
import { useStore } from '../store.ts';
import { detailsWords } from '../words/details.ts';
import { words } from '../words/words.ts';

/** The last frames of a session and what was answered. It can be held: fifty a second are too many to read. */
export function FramesView({ watched }: { readonly watched: Watched }) {
  const frames = useStore(watched.frames);
  const [held, setHeld] = useState<readonly FrameEntry[] | null>(null);
  const { operator } = words();
  const details = detailsWords();
  const shown = held ?? frames;
  return (
    <div class="frames">
      <div class="frames-head">
        <p class="note">{details.framesNote}</p>
        <button
          type="button"
          class="tool"
          aria-pressed={held !== null}
          disabled={frames.length === 0}
          onClick={() => setHeld(held === null ? frames : null)}
        >
          {held === null ? details.hold : details.goOn}
        </button>
      </div>
      {shown.length === 0 ? (
        <p class="note frames-empty">{details.noFrames}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing else that takes keys.
        <ol class="frame-list" tabIndex={0} aria-label={operator.frames}>
          {shown.toReversed().map((frame, i) => (
            <Frame key={`${frame.at} ${shown.length - i}`} frame={frame} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Frame({ frame }: { readonly frame: FrameEntry }) {
  const { at, from, kind, size, text } = frame;
  const details = detailsWords();
  const isClient = from === 'client';
  return (
    <li class={from}>
      <span class="frame-time">{preciseTime(at)}</span>
      <span class="frame-way" aria-hidden="true">
        {isClient ? '→' : '←'}
      </span>
      <span class="sr">{isClient ? details.fromClient : details.fromServer}</span>
      <strong>{kind}</strong>
      <span class="frame-size">{details.size(grouped(size))}</span>
      <code>{text}</code>
    </li>
  );
}

/** The time of day with milliseconds: `14:05:09.125`. */
function preciseTime(seconds: number): string {
  const date = new Date(1000 * seconds);
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${date.toLocaleTimeString('en-GB')}.${milliseconds}`;
}
