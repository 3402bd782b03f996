import { Store } from '../store.ts';

/** What was chosen elsewhere on the page, and is to become a report; none once it is taken. */
export const filesForReport = new Store<readonly File[]>([]);
