import type { CountedRecording } from '@stepstream/analysis';
import { byAttention, MAX_PICTURED, type RecordingPictures } from '@stepstream/report';

/** Keeps the pictures of the recordings that are most worth a look: those of hundreds would fill the memory. */
export class PictureShelf {
  readonly #kept = new Map<CountedRecording, RecordingPictures>();

  put(count: CountedRecording, pictures: RecordingPictures): void {
    this.#kept.set(count, pictures);
    if (this.#kept.size <= MAX_PICTURED) return;
    const last = byAttention([...this.#kept.keys()]).at(-1);
    if (last) this.#kept.delete(last);
  }

  /** Null where they were not kept. */
  of(count: CountedRecording): RecordingPictures | null {
    return this.#kept.get(count) ?? null;
  }
}
