import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject, type Project } from '@stepstream/testing/installed-package';

const COMMAND = 'node_modules/stepstream/bin/stepstream.js';

/** Runs the command as npm's launcher does: with Node. */
async function stepstream(project: Project, ...args: readonly string[]) {
  const child = Bun.spawn(['node', COMMAND, ...args], {
    cwd: project.folder,
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}

describe('the command that npm installs', () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject(['stepstream']);
  }, 120_000);
  afterAll(() => project?.remove());

  test('tells its version, and what it can do', async () => {
    expect((await stepstream(project, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { stdout, code } = await stepstream(project, '--help');
    expect(stdout).toContain('serve');
    expect(code).toBe(0);
  });

  test('counts the steps in a recording', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `${i / 50},0,0,9.81`);
    await project.write('rest.csv', `timestamp,accel_x,accel_y,accel_z\n${rows.join('\n')}\n`);
    const { stdout, stderr, code } = await stepstream(project, 'count', 'rest.csv');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('0');
  });

  test('serves the console and the documentation, which were built before it was published', async () => {
    const server = Bun.spawn(['node', COMMAND, 'serve', '--port', '0', '--state-folder', 'state'], {
      cwd: project.folder,
      stdout: 'pipe',
      stderr: 'pipe',
    });
    try {
      const url = await addressIn(server.stdout);
      const html = await (await fetch(url)).text();
      const script = /src="([^"]+\.js)"/.exec(html)?.[1] ?? '';
      const response = await fetch(new URL(script, url));
      expect(response.headers.get('content-type')).toStartWith('text/javascript');
      expect((await response.text()).length).toBeGreaterThan(10_000);
      const page = await (await fetch(new URL('/docs/deployment', url))).text();
      expect(page).toContain('<h1 id="deployment">');
    } finally {
      server.kill();
      await server.exited;
    }
  });
});

describe('where no Bun fits', () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject(['stepstream'], { omit: 'optional' });
  }, 120_000);
  afterAll(() => project?.remove());

  test('the command says so in one line, with what to do', async () => {
    const { stdout, stderr, code } = await stepstream(project, 'serve');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^stepstream: this command runs on Bun, [^\n]+\n$/);
    expect(code).toBe(2);
  });

  test('the client and the detector work all the same', async () => {
    await rm(join(project.folder, 'node_modules/stepstream'), { recursive: true });
    const code = `
      import { StepDetector } from '@stepstream/detector';
      import { connect } from '@stepstream/client';
      console.log(typeof connect, [...new StepDetector().push(0, 0, 0, 9.81)].length);`;
    const output = await project.run('node', '--input-type=module', '--eval', code);
    expect(output).toBe('function 0\n');
  });
});

/** The address in what a server says as it starts. */
async function addressIn(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += new TextDecoder().decode(chunk);
    const url = /http:\/\/[\w.:[\]]+/.exec(text)?.[0];
    if (url) return url;
  }
  throw new Error(`The server said no address: ${text}`);
}
