import { numbered } from '../../migrations.ts';
import first from './0001-checkpoints-and-minutes.sql' with { type: 'text' };

/** All, in order. A released one never changes; what is to change comes with the next number. */
export const POSTGRES_MIGRATIONS = numbered(first);
