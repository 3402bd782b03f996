import { readFileSync } from 'node:fs';
import { numbered } from '../../migrations.ts';

/** The build puts the texts in their place (`build/inline-sql.ts`), so what is published reads no files. */
const sql = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

/** All, in order. A released one never changes; what is to change comes with the next number. */
export const SQLITE_MIGRATIONS = numbered(
  sql('./0001-checkpoints-and-minutes.sql'),
  sql('./0002-no-index-by-expiry.sql'),
);
