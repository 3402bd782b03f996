import type { FormatOptions } from '@stepstream/formats/browser';
import { lazy } from '../shell/lazy.tsx';
import type { ChosenRecording } from './chosen-files.ts';
import { pageReasonOf, pickersFor } from './refusals.ts';

/** Few recordings need them. */
const Pickers = lazy(async () => (await import('./pickers.tsx')).Pickers);

/** A recording that could not be read. */
export interface Refused {
  readonly chosen: ChosenRecording;
  readonly error: unknown;
}

/** Why a recording could not be read; and what its file does not say, to be chosen, where that would mend it. */
export function Refusal({
  refused: { chosen, error },
  onPick,
}: {
  readonly refused: Refused;
  readonly onPick: (options: FormatOptions) => void;
}) {
  const kind = pickersFor(error);
  const reason = pageReasonOf(error, chosen.name);
  const [file] = chosen.files;
  return (
    <>
      <p class="problem" role="alert">
        {reason}
      </p>
      {kind && file && <Pickers key={reason} kind={kind} file={file} onPick={onPick} />}
    </>
  );
}
