import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject, type Project } from '@stepstream/testing/installed-package';

/** What the close codes and limits may weigh in somebody's bundle, minified. Zod alone is 30 times that. */
const MAX_CONSTANTS_BYTES = 4096;
/** What one of them may weigh, with the line that prints it. */
const MAX_CONSTANT_BYTES = 200;

let project: Project;
beforeAll(async () => {
  project = await createProject(['@stepstream/client', '@stepstream/detector']);
}, 120_000);
afterAll(() => project?.remove());

/** Bundles a program, as a web developer's bundler would. */
async function bundle(code: string): Promise<string> {
  const entry = join(project.folder, 'entry.js');
  const { outputs } = await Bun.build({
    entrypoints: [entry],
    files: { [entry]: code },
    target: 'browser',
    minify: true,
  });
  return (await outputs[0]?.text()) ?? '';
}

test('who installs the client gets no server and no Bun', async () => {
  const alone = await createProject(['@stepstream/client']);
  try {
    expect([...alone.installed]).toEqual(['@stepstream/client', '@stepstream/protocol', 'zod']);
  } finally {
    await alone.remove();
  }
});

describe('who uses the constants of the contract', () => {
  test('gets no Zod with them', async () => {
    const code = await bundle(
      `import { CLOSE_REASONS, MAX_BATCH_SAMPLES, retryPolicy } from '@stepstream/protocol';
      console.log(CLOSE_REASONS, MAX_BATCH_SAMPLES, retryPolicy(1008));`,
    );
    expect(code).toContain('1008');
    expect(code.length).toBeLessThan(MAX_CONSTANTS_BYTES);
  });

  test('gets next to nothing with one of them', async () => {
    const code = await bundle(
      `import { MAX_BATCH_SAMPLES } from '@stepstream/protocol'; console.log(MAX_BATCH_SAMPLES);`,
    );
    expect(code.length).toBeLessThan(MAX_CONSTANT_BYTES);
  });
});

test('the client brings no Zod into a page', async () => {
  const code = await bundle(
    `import { connect } from '@stepstream/client'; globalThis.connect = connect;`,
  );
  expect(code).not.toContain('ZodError');
});

test.each(['protocol', 'detector', 'client'])('%s uses no module of Node or Bun', async (name) => {
  const folder = join(project.folder, 'node_modules/@stepstream', name);
  const files = await readdir(folder, { recursive: true });
  const imported = files
    .filter((file) => file.endsWith('.js'))
    .map(async (file) =>
      new Bun.Transpiler({ loader: 'js' })
        .scanImports(await readFile(join(folder, file)))
        .map(({ path }) => path),
    );
  const outside = (await Promise.all(imported)).flat().filter((path) => !path.startsWith('.'));
  expect(outside.filter((path) => !/^(zod|@stepstream\/)/.test(path))).toEqual([]);
});
