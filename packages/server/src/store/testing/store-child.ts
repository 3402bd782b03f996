/**
 * A process of its own that uses a store: `store-child.ts URL MODE`. It writes one line of JSON for each thing that it
 * has done, and then waits to be ended.
 */
import { openStore, StoreError } from '../index.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from './samples.ts';

const [, , url = '', mode = ''] = process.argv;
const tell = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);

try {
  const store = await openStore(url, { exclusive: mode === 'exclusive' });
  tell('open');
  if (mode === 'write') {
    // Each batch has a checkpoint and a count of the same number.
    const session = sampleCheckpoint({ userId: 'ann' });
    tell(session.sessionId);
    for (let sequence = 1; ; sequence++) {
      const minute = sampleMinute({
        sessionId: session.sessionId,
        minute: MINUTE,
        count: sequence,
      });
      await store.saveAll({ checkpoints: [{ ...session, sequence }], minutes: [minute] });
      tell(sequence);
    }
  }
  if (mode === 'record') {
    await store.record([sampleMinute({ count: 1 })]);
    tell('recorded');
    await store.close();
    process.exit(0);
  }
  setInterval(() => {}, 60_000);
} catch (error) {
  tell(error instanceof StoreError ? error.code : String(error));
  process.exit(2);
}
