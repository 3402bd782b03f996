import type { FormatOptions } from '@stepstream/formats/browser';
import { type ChosenRecording, chosenRecordings } from '../run/chosen-files.ts';
import { Store } from '../store.ts';
import { countChosen } from './count-folder.ts';
import type { ReportRow } from './report-table.tsx';

/**
 * The report that is made. It goes on, and is kept, while another view is shown: counting a folder takes minutes.
 */
export class Report {
  /** The recordings, in the order of their names; null while none were chosen. */
  readonly rows = new Store<readonly ReportRow[] | null>(null);
  /** Which of them is shown. */
  readonly shown = new Store<number | null>(null);
  /** What was chosen last: what came of others is of no interest any more. */
  #newest: readonly File[] = [];

  /** Counts the recordings among files, one after the other. */
  async take(chosen: readonly File[]): Promise<void> {
    this.#newest = chosen;
    const recordings = await chosenRecordings(chosen);
    if (this.#newest !== chosen) return;
    this.rows.value = recordings.map(({ name }) => ({ name, counted: null, refused: null }));
    this.shown.value = null;
    for (const [i, one] of recordings.entries()) {
      await this.count(i, one);
      if (this.#newest !== chosen) return;
    }
  }

  /** Counts one of the recordings that were chosen last. */
  async count(place: number, chosen: ChosenRecording, options: FormatOptions = {}): Promise<void> {
    const current = this.#newest;
    const isWanted = () => this.#newest === current;
    const put = (row: Pick<ReportRow, 'counted' | 'refused'>) => {
      if (!isWanted()) return;
      const { value: rows } = this.rows;
      if (rows) this.rows.value = rows.map((old, i) => (i === place ? { ...old, ...row } : old));
    };
    put({ counted: null, refused: null });
    try {
      const counted = await countChosen(chosen, options, (run) => isWanted() || run.stop());
      put({ counted, refused: null });
    } catch (error) {
      put({ counted: null, refused: { chosen, error } });
    }
  }
}
