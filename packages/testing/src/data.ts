import { dataFolder, hasDataFolder } from '@stepstream/trainer';

/** Where the real recordings are, if they are anywhere. */
export const DATA = dataFolder(process.env);

/** Whether there are real recordings; tests that need them are skipped where there are none. */
export const HAS_DATA = hasDataFolder();

/** For the name of a test that needs real recordings. */
export const NEEDS_DATA = HAS_DATA ? '' : ` (skipped: no recordings in ${DATA})`;
