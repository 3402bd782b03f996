// An extension: publishes each step to an MQTT broker, as JSON under steps/USER. Run it with Bun:
//   MQTT_URL=mqtt://localhost:1883 bun examples/extensions/mqtt.ts
import { connectAsync, type MqttClient } from 'mqtt';
import { openStores, readConfig, type Stepstream, startServer } from 'stepstream';

/** Publishes the steps of an engine until the returned function is called. */
export function publishSteps(engine: Pick<Stepstream, 'on'>, broker: MqttClient): () => void {
  return engine.on('step', async ({ id, userId }, { timestamp, foot, total }) => {
    const topic = `steps/${encodeURIComponent(userId ?? id)}`;
    // A promise that rejects is logged by the engine, and harms no session.
    await broker.publishAsync(topic, JSON.stringify({ timestamp, foot, total }), { qos: 1 });
  });
}

const broker = await connectAsync(process.env['MQTT_URL'] ?? 'mqtt://localhost:1883');
const config = readConfig({}, process.env);
const server = startServer({
  ...config,
  store: await openStores(config),
  port: Number(process.env['PORT'] ?? 8000),
});
publishSteps(server.engine, broker);
process.once('SIGTERM', async () => {
  await server.stop();
  await broker.endAsync();
});
console.log(`Steps of ${server.url} go to MQTT.`);
