import type { FrameEntry, FramesMessage } from '@stepstream/protocol';

/** Most that are kept: as many as the server does. */
const MAX_ENTRIES = 50;
/** What the server says unasked: none of these answers a frame. */
const UNASKED =
  /^(session_started|session_replaced|session_terminated|server_draining|timeout_response|checkpoint|token_expiring|hint)$/;

/** A frame or an answer in the log. */
export interface LoggedFrame extends FrameEntry {
  /** Milliseconds since the frame that it answers came; null where it answers none that is known. */
  readonly answeredIn: number | null;
}

/** The log with what has come since. */
export function withFrames(
  log: readonly FrameEntry[],
  { fresh, frames }: FramesMessage,
): FrameEntry[] {
  return [...(fresh ? [] : log), ...frames].slice(-MAX_ENTRIES);
}

/** Each entry with how long its answer took. Answers come one a frame, in order. */
export function answered(entries: readonly FrameEntry[]): LoggedFrame[] {
  const waiting: FrameEntry[] = [];
  return entries.map((entry) => {
    if (entry.from === 'client') {
      waiting.push(entry);
      return { ...entry, answeredIn: null };
    }
    const frame = UNASKED.test(entry.kind) ? undefined : waiting.shift();
    return { ...entry, answeredIn: frame ? Math.max(0, 1000 * (entry.at - frame.at)) : null };
  });
}

/** Whether samples carry their own times; null while none were seen. */
export function hasTimestamps(entries: readonly FrameEntry[]): boolean | null {
  const samples = entries.filter(({ from, text }) => {
    return from === 'client' && /^binary|"accel_x"/.test(text);
  });
  const newest = samples.at(-1);
  return newest ? /^binary|"timestamp"/.test(newest.text) : null;
}
