// Stepstream beside the routes of a Fastify 5 app. Run it with Node from version 22 on:
//   node examples/mount/fastify.ts
import fastify from 'fastify';
import { createStepstream, openStores, readConfig } from 'stepstream';
import { toNode } from 'stepstream/node';

const config = readConfig({}, process.env);
const engine = createStepstream({ ...config, store: await openStores(config) });
const { handle, attach } = toNode(engine);

const app = fastify();
app.get('/hello', async () => ({ walking: engine.sessions.size }));
await app.register(async (steps) => {
  // Stepstream reads the bodies of its requests itself.
  steps.removeAllContentTypeParsers();
  steps.addContentTypeParser('*', (_request, _payload, done) => done(null));
  steps.all('/*', (request, reply) => {
    reply.hijack();
    handle(request.raw, reply.raw);
  });
});
process.once('SIGTERM', async () => {
  await engine.drain();
  await engine.close();
  await app.close();
});

attach(app.server);
console.log(await app.listen({ port: Number(process.env['PORT'] ?? 8000), host: '127.0.0.1' }));
