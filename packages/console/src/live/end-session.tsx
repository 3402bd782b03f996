import { useEffect, useRef, useState } from 'preact/hooks';
import { assetUrl } from '../page-config.ts';
import { words } from '../words/words.ts';
import { tokenHeaders } from './token.ts';

interface EndSessionProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks whether a session is to be ended, and ends it. */
export function EndSession({ id, name, onClose }: EndSessionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const end = async () => {
    const reason = await endSession(id);
    setFailure(reason);
    if (reason === null) dialog.current?.close();
  };
  const { operator } = words();
  return (
    <dialog ref={dialog} aria-labelledby="end-title" onClose={onClose}>
      <h2 id="end-title">{operator.endTitle(name)}</h2>
      <p>{operator.endMeans}</p>
      {failure !== null && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {operator.keep}
        </button>
        <button type="button" class="button danger filled" onClick={end}>
          {operator.endNow}
        </button>
      </div>
    </dialog>
  );
}

/** @returns why it could not be ended; null where it was, or had ended by itself */
async function endSession(id: string): Promise<string | null> {
  try {
    const response = await fetch(assetUrl(`/sessions/${id}`), {
      method: 'DELETE',
      headers: tokenHeaders(),
    });
    if (response.ok || response.status === 404) return null;
    const { detail } = (await response.json()) as { detail?: string };
    return detail ?? words().operator.answered(response.status);
  } catch {
    return words().operator.endFailed;
  }
}
