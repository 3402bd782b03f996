import { afterAll, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@stepstream/testing/free-port';
import { walkingClient } from '@stepstream/testing/walking-client';
import { connectAsync } from 'mqtt';

const MOSQUITTO = Bun.which('mosquitto') ?? Bun.which('/usr/sbin/mosquitto');
const SKIPPED = MOSQUITTO ? '' : ' (skipped: no mosquitto; apt-get install mosquitto)';
const EXAMPLE = join(import.meta.dir, '../../examples/extensions/mqtt.ts');

const started: { kill(): void }[] = [];
let folder: string | undefined;
afterAll(async () => {
  for (const process of started.reverse()) process.kill();
  if (folder) await rm(folder, { recursive: true });
});

test.skipIf(!MOSQUITTO)(
  `each step of a walk reaches an MQTT broker, in order${SKIPPED}`,
  async () => {
    const broker = `mqtt://127.0.0.1:${await startBroker()}`;
    const reader = await connectAsync(broker);
    await reader.subscribeAsync('steps/#', { qos: 1 });
    const totals: number[] = [];
    const topics = new Set<string>();
    reader.on('message', (topic, payload) => {
      topics.add(topic);
      totals.push(JSON.parse(payload.toString()).total);
    });

    const example = Bun.spawn([process.execPath, EXAMPLE], {
      env: { ...process.env, MQTT_URL: broker, PORT: '0', STEPSTREAM_LOG_LEVEL: 'error' },
      stdout: 'pipe',
      stderr: 'inherit',
    });
    started.push(example);
    const port = await portOf(example.stdout);
    const client = await walkingClient(`ws://127.0.0.1:${port}/ws/realtime/ann`, 20);
    const last = client.messages.at(-1);
    const total = last?.type === 'step_detection' ? last.total_steps : 0;
    expect(total).toBeGreaterThan(15);
    while (totals.length < total) await Bun.sleep(5);
    expect(totals).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect([...topics]).toEqual(['steps/ann']);
    client.close();
    await reader.endAsync();
    example.kill('SIGTERM');
    expect(await example.exited).toBe(0);
  },
);

/** Starts a broker of this test's own; returns its port. */
async function startBroker(): Promise<number> {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-mqtt-'));
  const port = await freePort();
  const config = join(folder, 'mosquitto.conf');
  await writeFile(config, `listener ${port} 127.0.0.1\nallow_anonymous true\n`);
  const command = [MOSQUITTO ?? '', '-c', config];
  started.push(Bun.spawn(command, { stdout: 'ignore', stderr: 'ignore' }));
  return port;
}

/** The port in the address that a program prints. */
async function portOf(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += new TextDecoder().decode(chunk);
    const port = /127\.0\.0\.1:(\d+)/.exec(text)?.[1];
    if (port) return port;
  }
  throw new Error(`the example told no port: ${text}`);
}
