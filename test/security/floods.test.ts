import { afterAll, beforeAll, expect, test } from 'bun:test';
import { fileURLToPath } from 'node:url';
import { FLOODS } from '../../chaos/flood/kinds.ts';
import { Detection } from '../contract/messages.ts';
import { open, SAMPLE, type Session } from '../contract/session.ts';
import { type RunningServer, startServer } from '../contract/start-server.ts';

const FLOODER = fileURLToPath(new URL('../../chaos/flood/flooder.ts', import.meta.url));
const FLOODERS = 3;
/** What each neighbour asks meanwhile. */
const SAMPLES = 50;
const NEIGHBOURS = 3;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test.each(FLOODS.map(({ name }) => name))(
  'beside three that flood with %s, neighbours are served, and counted exactly',
  async (kind) => {
    const port = new URL(server.httpUrl).port;
    const neighbours = await Promise.all(Array.from({ length: NEIGHBOURS }, () => open(server)));
    const flooder = Bun.spawn([process.execPath, FLOODER, port, kind, String(FLOODERS)], {
      stdout: 'ignore',
      stderr: 'ignore',
    });
    try {
      await Promise.all(neighbours.map(walk));
      expect((await fetch(`${server.httpUrl}/healthz`)).status).toBe(200);
      const newcomer = await open(server);
      expect((await newcomer.ask(Detection, SAMPLE)).total_predictions).toBe(1);
      newcomer.client.destroy();
    } finally {
      flooder.kill('SIGKILL');
      await flooder.exited;
      for (const { client } of neighbours) client.destroy();
    }
  },
);

async function walk(session: Session): Promise<void> {
  for (let i = 1; i <= SAMPLES; i++) {
    expect((await session.ask(Detection, SAMPLE)).total_predictions).toBe(i);
    await Bun.sleep(5);
  }
}
