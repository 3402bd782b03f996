// Stepstream in Bun's own server:
//   bun examples/mount/bun.ts
import { createStepstream, openStores, readConfig } from 'stepstream';

const config = readConfig({}, process.env);
const engine = createStepstream({ ...config, store: await openStores(config) });

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env['PORT'] ?? 8000),
  fetch: engine.fetch,
  websocket: engine.websocket,
});
process.once('SIGTERM', async () => {
  await engine.drain();
  await engine.close();
  await server.stop();
});

console.log(`http://127.0.0.1:${server.port}`);
