import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fill, SNIPPETS, type Snippet } from '@stepstream/console/snippets.ts';
import { createToken, type StepstreamServer, startServer } from 'stepstream';
import { grammarOf, HAS_GRAMMARS, NEEDS_GRAMMARS } from './grammars.ts';
import { NEEDS_WEBSOCKETS, PYTHON } from './python.ts';

/** The programs of `docs/first-frame.md`, filled as the console fills them: they run, or are well-formed. */
setDefaultTimeout(60_000);

const SECRET = 'a secret of thirty-two bytes, or more';
const ROOT = join(import.meta.dir, '../..');

let open: StepstreamServer;
let asking: StepstreamServer;
let token: string;
/** Inside the repository, where the library is found. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(ROOT, 'node_modules/.first-frame-'));
  open = startServer({ port: 0, logLevel: 'silent' });
  const tokens = { secret: SECRET, issuer: '', audience: '' };
  asking = startServer({ port: 0, logLevel: 'silent', auth: 'token', authSecret: SECRET });
  const expiresAt = Math.floor(Date.now() / 1000) + 600;
  token = await createToken({ userId: 'ann', expiresAt }, tokens);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await Promise.all([open.stop(), asking.stop()]);
});

const snippet = (id: string) => SNIPPETS.find((one) => one.id === id) as Snippet;
const at = ({ url, streamUrl }: StepstreamServer) => ({ httpUrl: url, streamUrl });
const asNamed = (server: StepstreamServer) => ({ ...at(server), user: 'eve', token: null });
const asToken = (server: StepstreamServer) => ({ ...at(server), user: null, token });
const BOTH = [
  ['a server that asks nobody', () => asNamed(open)],
  ['a server that asks for tokens', () => asToken(asking)],
] as const;

/** Runs a program ten times as fast as it says, since its samples carry their own times. */
async function output(one: Snippet, code: string): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.${one.language}`);
  await writeFile(file, code.replace(/\b20\)/, '2)').replace('sleep(0.02)', 'sleep(0.002)'));
  const programs = { sh: 'sh', python: PYTHON ?? '' } as Readonly<Record<string, string>>;
  const run = Bun.spawn([programs[one.language] ?? process.execPath, file], {
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [stdout, stderr] = await Promise.all([
    new Response(run.stdout).text(),
    new Response(run.stderr).text(),
  ]);
  expect([await run.exited, stderr]).toEqual([0, '']);
  return stdout;
}

describe.each(BOTH)('at %s', (_, filling) => {
  test.each(['javascript', 'client-library'])('the program in %s counts steps', async (id) => {
    expect(await output(snippet(id), fill(snippet(id), filling()))).toMatch(/^1[5-8] steps$/m);
  });

  test.skipIf(!PYTHON)(`the program in Python counts steps${NEEDS_WEBSOCKETS}`, async () => {
    const one = snippet('python');
    expect(await output(one, fill(one, filling()))).toMatch(/^1[5-8] steps$/m);
  });

  test.skipIf(!Bun.which('curl'))('curl is answered', async () => {
    const one = snippet('curl');
    expect(JSON.parse(await output(one, fill(one, filling())))).toMatchObject({ total_steps: 0 });
  });

  test.skipIf(!HAS_GRAMMARS)(
    `the programs for phones are well-formed${NEEDS_GRAMMARS}`,
    async () => {
      for (const { id, language } of ['flutter', 'swift', 'kotlin'].map(snippet)) {
        const code = fill(snippet(id), filling());
        const parse = await grammarOf(language as 'dart' | 'swift' | 'kotlin');
        expect([id, parse(code)]).toEqual([id, true]);
        expect([id, parse(code.replace('{', ''))]).toEqual([id, false]);
      }
    },
  );
});

test('each of them has its own line for a token', () => {
  expect(SNIPPETS.filter(({ code }) => !code.includes('with a token: '))).toEqual([]);
});
