// Stepstream beside the routes of a Hono app, on Bun:
//   bun examples/mount/hono.ts
import { Hono } from 'hono';
import { createStepstream, openStores, readConfig } from 'stepstream';
import { toHono } from 'stepstream/hono';

const config = readConfig({}, process.env);
const engine = createStepstream({ ...config, store: await openStores(config) });

const app = new Hono();
app.get('/hello', (c) => c.json({ walking: engine.sessions.size }));
app.all('*', toHono(engine));

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env['PORT'] ?? 8000),
  fetch: app.fetch,
  websocket: engine.websocket,
});
process.once('SIGTERM', async () => {
  await engine.drain();
  await engine.close();
  await server.stop();
});

console.log(`http://127.0.0.1:${server.port}`);
