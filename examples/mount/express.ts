// Stepstream beside the routes of an Express 5 app. Run it with Node from version 22 on:
//   node examples/mount/express.ts
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createStepstream, openStores, readConfig } from 'stepstream';
import { toNode } from 'stepstream/node';

const config = readConfig({}, process.env);
const engine = createStepstream({ ...config, store: await openStores(config) });
const { handle, attach } = toNode(engine);

const app = express();
app.disable('x-powered-by');
app.get('/hello', (_request, response) => {
  response.json({ walking: engine.sessions.size });
});
// Before anything that parses bodies. With `next` as a third argument, what is not Stepstream's goes on.
app.use((request, response) => handle(request, response));

const server = app.listen(Number(process.env['PORT'] ?? 8000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
attach(server);

process.once('SIGTERM', async () => {
  await engine.drain();
  await engine.close();
  server.close();
});
