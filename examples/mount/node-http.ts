// Stepstream in a plain HTTP server of Node. Run it with Node from version 22 on:
//   node examples/mount/node-http.ts
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStepstream, openStores, readConfig } from 'stepstream';
import { toNode } from 'stepstream/node';

// Settings come from the environment, as with `stepstream serve`: STEPSTREAM_SESSION_TIMEOUT and so on.
const config = readConfig({}, process.env);
const engine = createStepstream({ ...config, store: await openStores(config) });
engine.on('step', ({ userId, id }, { total }) => console.log(`${userId ?? id}: ${total}`));

const { handle, attach } = toNode(engine);
const server = createServer((request, response) => handle(request, response));
attach(server);
server.listen(Number(process.env['PORT'] ?? 8000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

process.once('SIGTERM', async () => {
  await engine.drain();
  await engine.close();
  server.close();
});
