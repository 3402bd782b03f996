import { describe, expect, test } from 'bun:test';
import { TestClient } from '@stepstream/testing/client';
import { visit, withoutOuterSettings, withVariable } from './serve-process.ts';

withoutOuterSettings();

describe('a server', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'that gets %s exits with 0',
    async (signal) => {
      const { code, stdout, stderr } = await visit(['--port', '0'], signal);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toEndWith('\nStepstream has stopped.\n');
    },
  );

  test('with a client tells it on SIGTERM that it goes away, and exits with 0', async () => {
    let client: TestClient | undefined;
    const { code } = await visit(['--port', '0'], 'SIGTERM', async (url) => {
      client = await TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
    });
    expect(code).toBe(0);
    expect(await client?.closed).toMatchObject({ code: 1012 });
  });

  test('on port 0 prints the port it has chosen, and all its addresses', async () => {
    const { stdout } = await visit(['--port', '0'], 'SIGTERM', async (url) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
      const health = await fetch(`${url}/health`);
      expect(await health.json()).toMatchObject({ status: 'healthy', active_sessions: 0 });
    });
    const url = /listens on (\S+)/.exec(stdout)?.[1] ?? 'none';
    expect(stdout).toContain(`  stream   ${url.replace('http', 'ws')}/ws/realtime\n`);
    expect(stdout).toContain(`  sessions ${url}/sessions\n`);
  });

  test('with --model detects with that model, and says so', async () => {
    const greetings: unknown[] = [];
    const { stdout } = await visit(
      ['--port', '0', '--model', 'classic'],
      'SIGTERM',
      async (url) => {
        const client = await TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
        greetings.push(client.messages[0]);
        client.close();
      },
    );
    expect(stdout).toContain('  model    classic-1\n');
    expect(greetings).toMatchObject([{ model: 'classic-1' }]);
  });

  test('takes its settings from flags and variables, flags first', async () => {
    const timeouts: unknown[] = [];
    const greet = async (url: string) => {
      const client = await TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
      timeouts.push(client.messages[0]);
      client.close();
    };
    const variable = 'STEPSTREAM_SESSION_TIMEOUT';
    const args = ['--port', '0'];
    await withVariable(variable, '60', () => visit(args, 'SIGTERM', greet));
    const both = [...args, '--session-timeout', '30.5'];
    await withVariable(variable, '60', () => visit(both, 'SIGTERM', greet));
    expect(timeouts).toMatchObject([{ timeout_seconds: 60 }, { timeout_seconds: 30.5 }]);
  });
});
