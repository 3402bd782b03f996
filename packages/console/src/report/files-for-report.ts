import { Store } from '../store.ts';

/** What was chosen elsewhere on the page, and is to become a report. */
export const filesForReport = new Store<readonly File[]>([]);
