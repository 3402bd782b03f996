import { useEffect, useRef, useState } from 'preact/hooks';
import { assetUrl } from '../page-config.ts';
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
  return (
    <dialog ref={dialog} aria-labelledby="end-title" onClose={onClose}>
      <h2 id="end-title">End the session of {name}?</h2>
      <p>Its connection is closed, and its client is told so. The count is lost.</p>
      {failure !== null && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Keep it
        </button>
        <button type="button" class="button danger filled" onClick={end}>
          End session
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
    return detail ?? `The server answered ${response.status}.`;
  } catch {
    return 'The server can’t be reached. Try again once it is back.';
  }
}
