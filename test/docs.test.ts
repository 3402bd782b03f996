import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SENSOR_FIELDS } from '@stepstream/protocol';
import { ErrorMessage, StepDetection } from '@stepstream/protocol/schemas';
import { demoWalk } from '@stepstream/synthetic';
import { TestClient } from '@stepstream/testing/client';
import { DATA, HAS_DATA, NEEDS_DATA } from '@stepstream/testing/data';
import {
  ablationSection,
  accuracySection,
  evaluateDetectors,
  measurementInputs,
  measurementReadings,
  usualSelection,
  VARIANTS,
} from '@stepstream/trainer';
import { type StepstreamServer, startServer } from 'stepstream';
import { accuracyByGroup } from '../docs/generate/accuracy.ts';
import { peopleTable } from '../docs/generate/accuracy-people.ts';
import { accuracySummary } from '../docs/generate/accuracy-summary.ts';
import { changelog } from '../docs/generate/changelog.ts';
import { classicalComparison } from '../docs/generate/comparison.ts';
import { extendingSections } from '../docs/generate/extending.ts';
import { MEASURED_FILE, type Measured, resultsDigest } from '../docs/generate/measured.ts';
import { metricsTable } from '../docs/generate/metrics.ts';
import { performanceSections } from '../docs/generate/performance.ts';
import { picture } from '../docs/generate/picture.ts';
import { protocolSections } from '../docs/generate/protocol.ts';
import { readSection } from '../docs/generate/section.ts';
import { servedOpenApi } from '../docs/generate/served-document.ts';
import { settingsTable } from '../docs/generate/settings.ts';

const ROOT = join(import.meta.dir, '..');
const README = readDocument('README.md');
const CLIENTS = readDocument('docs/clients.md');
const PRINTED_URL = 'ws://localhost:8000/ws/realtime';

function readDocument(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}

let server: StepstreamServer;
beforeAll(() => {
  server = startServer({ port: 0, logLevel: 'warn' });
});
afterAll(() => server.stop());

/** The only block of a language in the page of clients. */
function block(language: string): string {
  const found = [...CLIENTS.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))];
  expect(found.length).toBe(1);
  return found[0]?.[1] ?? '';
}

test('the JavaScript example counts a walk, as printed', async () => {
  const printed: string[] = [];
  /** The one thing that differs from a reader's machine: the test's server has another port. */
  class RedirectedSocket extends WebSocket {
    constructor(url: string | URL) {
      expect(url).toBe(PRINTED_URL);
      super(server.streamUrl);
    }
  }
  const console = { log: (line: string) => printed.push(line), error: fail };
  const run = new Function(
    'WebSocket',
    'console',
    `${block('js')}; return { socket, sendReading, stop };`,
  ) as (socket: typeof WebSocket, log: object) => Example;
  const { socket, sendReading, stop } = run(RedirectedSocket, console);
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve));

  // The example sends no times, so the walk has to be walked in real time.
  const { times, accel, gyro, steps } = demoWalk();
  const seconds = 12;
  const truth = steps.filter(({ timestamp }) => timestamp < seconds - 0.3).length;
  const start = performance.now();
  for (let i = 0; i < times.length && (times[i] as number) < seconds; i++) {
    const wait = (times[i] as number) * 1000 - (performance.now() - start);
    if (wait > 1) await Bun.sleep(wait);
    const vector = (from: Float64Array) => ({
      x: from[3 * i],
      y: from[3 * i + 1],
      z: from[3 * i + 2],
    });
    sendReading(vector(accel), vector(gyro));
  }
  stop();
  expect((await closed).code).toBe(1000);
  const total = Number(/^Steps: (\d+)$/.exec(printed.at(-1) ?? '')?.[1]);
  expect(total).toBeGreaterThanOrEqual(truth - 3);
  expect(total).toBeLessThanOrEqual(truth + 1);
});

test('the Flutter example sends and reads the same frames', async () => {
  const dart = block('dart');
  expect(dart).toContain(`Uri.parse('${PRINTED_URL}')`);
  const encoded = [...dart.matchAll(/jsonEncode\(\{(.*?)\}\)/gs)].map(([, body]) =>
    [...(body ?? '').matchAll(/'(\w+)': ('?)([\w.]+)/g)].map(([, key, , value]) => [key, value]),
  );
  const [sample = [], action = []] = encoded;
  expect(sample.map(([key]) => key)).toEqual([...SENSOR_FIELDS]);
  expect(sample.map(([, value]) => value)).toEqual(
    ['accel', 'gyro'].flatMap((sensor) => ['x', 'y', 'z'].map((axis) => `${sensor}.${axis}`)),
  );
  expect(action).toEqual([['action', 'stop']]);

  // What it reads must be there, with the type it casts to.
  const client = await TestClient.connect(server.streamUrl);
  const answer = await client.ask(Object.fromEntries(sample.map(([key]) => [key, 1])));
  expect(answer.type).toBe('step_detection');
  const read = [...dart.matchAll(/message\['(\w+)'\]/g)].map(([, key]) => key ?? '');
  expect(new Set(read)).toEqual(new Set(['type', 'step_detected', 'total_steps']));
  for (const key of read) expect(Object.keys(answer)).toContain(key);
  expect((await client.ask(Object.fromEntries(action))).type).toBe('stop_response');
});

describe('what the page of clients says they can send', () => {
  const said = [...CLIENTS.matchAll(/^\| `(\{"action".*?\})` \|/gm)].map(([, text]) => text ?? '');

  test('is a list', () => {
    expect(said.length).toBeGreaterThanOrEqual(5);
  });
  test.each(said)('%s', async (message) => {
    const client = await TestClient.connect(server.streamUrl);
    const answer = await client.ask(message);
    expect(ErrorMessage.safeParse(answer).success).toBe(false);
    client.close();
  });

  test('samples with a timestamp, and many at once', async () => {
    const client = await TestClient.connect(server.streamUrl);
    const sample = { accel_x: 0, accel_y: 0, accel_z: 9.81 };
    const samples = Array.from({ length: 1000 }, (_, i) => ({ ...sample, timestamp: i / 50 }));
    const answer = StepDetection.parse(await client.ask({ samples }));
    expect(answer.total_predictions).toBe(1000);
    client.close();
  });
});

describe('every command that the README, the contributors’ guide and the page of accuracy name exists', () => {
  const named = ['README.md', 'CONTRIBUTING.md', 'docs/accuracy.md'].map(readDocument).join('\n');
  const scripts: Record<string, string> = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ).scripts;
  const npm = [...named.matchAll(/`npm (?:run )?([a-z:]+)|^npm (?:run )?([a-z:]+)/gm)].map(
    ([, quoted, typed]) => quoted ?? typed ?? '',
  );
  test.each([...new Set(npm)].filter((name) => name !== 'ci' && name !== 'run'))(
    'npm %s',
    (name) => {
      expect(Object.keys(scripts)).toContain(name);
    },
  );

  const commands = [...named.matchAll(/npx stepstream (\w+)((?: --[a-z]+)*)/g)];
  test.each(commands.map(([text, name, flags]) => [text, name ?? '', flags ?? ''] as const))(
    '%s',
    (_, name, flags) => {
      const run = Bun.spawnSync(['node', 'packages/server/bin/stepstream.js', name, '--help'], {
        cwd: ROOT,
      });
      expect(run.exitCode).toBe(0);
      for (const flag of flags.split(' ').filter(Boolean)) {
        expect(run.stdout.toString()).toContain(flag);
      }
    },
  );
});

describe('the generated parts are up to date (npm run docs)', () => {
  test('settings', () => {
    const document = readDocument('docs/configuration.md');
    expect(readSection(document, 'settings')).toBe(settingsTable());
  });

  test('metrics', async () => {
    const document = readDocument('docs/observability.md');
    expect(readSection(document, 'metrics')).toBe(await metricsTable());
  });

  test('performance', () => {
    const document = readDocument('docs/performance.md');
    for (const [name, text] of performanceSections()) {
      expect(readSection(document, name)).toBe(text);
    }
  });

  test('protocol', async () => {
    const document = readDocument('docs/protocol.md');
    for (const [name, text] of protocolSections(await servedOpenApi())) {
      expect(readSection(document, name)).toBe(text.trim());
    }
  });

  test('examples and hooks', () => {
    const document = readDocument('docs/extending.md');
    for (const [name, text] of extendingSections()) {
      expect(readSection(document, name)).toBe(text);
    }
  });

  test('what the rules of the decision are worth has all variants and columns', () => {
    const document = readDocument('docs/model.md');
    const frameOf = (section: string): string[] => section.split('\n').map(withoutFigures);
    const unmeasured = VARIANTS.map(({ label }) => {
      return { label, headlines: [], cases: null, missedAtCuts: null };
    });
    const expected = ablationSection(unmeasured);
    expect(frameOf(readSection(document, 'ablation'))).toEqual(frameOf(expected));
  });

  test('changelog', () => {
    expect(readDocument('CHANGELOG.md')).toBe(changelog());
  });

  test('picture', () => {
    expect(readFileSync(join(ROOT, 'docs/steps.svg'), 'utf8')).toBe(picture());
  });

  const accuracy = readDocument('docs/accuracy.md');
  const model = readDocument('docs/model.md');
  const texts = [
    readSection(accuracy, 'accuracy'),
    readSection(accuracy, 'weaknesses'),
    readSection(model, 'ablation'),
  ];

  test('accuracy: the texts are those that were written of the figures', () => {
    const { results }: Measured = JSON.parse(readFileSync(MEASURED_FILE, 'utf8'));
    expect(resultsDigest(texts)).toBe(results);
    expect(readSection(README, 'accuracy-summary')).toBe(accuracySummary(texts[0] ?? ''));
    const comparison = readDocument('docs/comparison.md');
    expect(readSection(comparison, 'classical')).toBe(classicalComparison(texts[0] ?? ''));
    // The same measurement must stand in the model's card (npm run card).
    const { trained } = usualSelection();
    const card = trained && readFileSync(join(trained, 'card.md'), 'utf8');
    if (!card) return;
    expect(card).toContain(texts[0] ?? '');
    expect(readSection(accuracy, 'people')).toBe(peopleTable(texts[0] ?? '', card));
  });

  test.skipIf(!HAS_DATA)(
    `accuracy: the figures are of the program, weights and recordings that are here${NEEDS_DATA}`,
    async () => {
      const selection = usualSelection();
      const { inputs, readings }: Measured = JSON.parse(readFileSync(MEASURED_FILE, 'utf8'));
      // The detector gives the same bits everywhere: what has not changed need not be measured again.
      if (inputs === (await measurementInputs(DATA, selection.trained))) return;
      if (readings === (await measurementReadings(DATA, selection.trained))) return;
      console.warn('The evaluation has changed: measuring anew. `npm run docs` would keep it.');
      const { evaluation } = await evaluateDetectors({ dataFolder: DATA, ...selection });
      expect(texts[0]).toBe(accuracySection(evaluation));
      expect(texts[1]).toBe(accuracyByGroup(evaluation));
      // And in the first row of what its rules are worth, but for the last column.
      const [trained] = evaluation.detectors;
      if (selection.trained === null || !trained) return;
      const { headlines } = trained.report;
      const { cases } = trained.synthetic;
      const published = { label: 'as published', headlines, cases, missedAtCuts: null };
      const row = ablationSection([published])
        .split('\n')[2]
        ?.replace(/–[ |]*$/, '');
      expect(model).toContain(`\n${row}`);
    },
    600_000,
  );
});

/** A table's row with its first cell alone; other lines as they are. */
function withoutFigures(line: string): string {
  return /^\| (?!changed|---)/.test(line) ? line.split(' | ').slice(0, 1).join() : line;
}

interface Example {
  readonly socket: WebSocket;
  readonly sendReading: (accel: object, gyro: object) => void;
  readonly stop: () => void;
}

function fail(message: string): never {
  throw new Error(message);
}
