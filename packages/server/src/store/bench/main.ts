import { parseArgs } from 'node:util';
import { openStore } from '../index.ts';
import { benchCheckpoints } from './checkpoint-bench.ts';
import { benchHistory } from './history-bench.ts';
import { PLACES } from './places.ts';
import { benchRoutes } from './route-bench.ts';

/**
 * `npm run bench:store`: what each kind of store takes for the questions of apps over a million user-minutes, and how
 * much it writes. PostgreSQL and Redis are started for it, with the settings that they come with.
 */

const YEAR_DAYS = 365;
const SESSIONS = 10_000;
const WIDTH = 44;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});
const kinds = positionals.length > 0 ? positionals : Object.keys(PLACES);
const unknown = kinds.find((kind) => !(kind in PLACES));
if (unknown !== undefined) {
  console.error(
    `There is no store called ${unknown}: choose of ${Object.keys(PLACES).join(', ')}.`,
  );
  process.exit(2);
}
const tell = (what: string, figure: string) => console.log(`  ${what.padEnd(WIDTH)} ${figure}`);

for (const kind of kinds) {
  console.log(`\n${kind}`);
  const place = await PLACES[kind]?.();
  if (!place) {
    console.log('  not installed');
    continue;
  }
  try {
    tell('memory of an open one', `${memoryOf(place.url)} MB`);
    const store = await openStore(place.url);
    try {
      await benchHistory(store, values.quick ? 4 : YEAR_DAYS, tell);
      await benchRoutes(store, values.quick ? 4 : YEAR_DAYS, values.quick ? 1 : 10, tell);
      await benchCheckpoints(store, values.quick ? 200 : SESSIONS, tell);
    } finally {
      await store.close();
    }
  } finally {
    await place.remove();
  }
}
if (values.quick) console.log('\nA quick run measures nothing: do not quote it.');

/** Measured in a process of its own. */
function memoryOf(url: string): string {
  const { stdout, stderr, exitCode } = Bun.spawnSync([
    process.execPath,
    `${import.meta.dir}/memory.ts`,
    url,
  ]);
  if (exitCode !== 0) throw new Error(stderr.toString());
  return stdout.toString().trim();
}
