import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchLogLevel } from './watch-log-level.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepstream-level-'));
  file = join(folder, 'steps.toml');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A server's logger, and its SIGHUP. */
function setUp(flags: object = { config: file }, environment: Record<string, string> = {}) {
  const lines: [string, object][] = [];
  const logger = {
    level: 'info',
    info: () => {},
    warn: (fields: object, message: string) =>
      lines.push([`${message} at ${logger.level}`, fields]),
    error: (fields: object, message: string) => lines.push([message, fields]),
  };
  const reloads: (() => void)[] = [];
  watchLogLevel(flags, logger, { onReload: (reload) => reloads.push(reload) }, environment);
  const hangUp = () => {
    for (const reload of reloads) reload();
  };
  return { logger, lines, reloads, hangUp };
}

describe('the log level', () => {
  test('is taken from the file again on SIGHUP, and the change is logged where it can be seen', () => {
    const { logger, lines, hangUp } = setUp();
    for (const level of ['error', 'info', 'info', 'warn']) {
      writeFileSync(file, `log-level = "${level}"`);
      hangUp();
      expect(logger.level).toBe(level);
    }
    expect(lines).toEqual([
      ['log level changed at info', { from: 'info', to: 'error' }],
      ['log level changed at info', { from: 'error', to: 'info' }],
      ['log level changed at warn', { from: 'info', to: 'warn' }],
    ]);
  });

  test('stays where the file can not be used, with one line that says why', () => {
    const { logger, lines, hangUp } = setUp();
    writeFileSync(file, 'log-level = "loud"');
    hangUp();
    rmSync(file);
    hangUp();
    expect(logger.level).toBe('info');
    expect(lines).toEqual([
      [
        'settings not reloaded: the previous ones stay',
        { reason: expect.stringContaining('loud') },
      ],
      ['settings not reloaded: the previous ones stay', { reason: expect.stringContaining(file) }],
    ]);
  });

  test('of a flag or variable comes before that of the file', () => {
    writeFileSync(file, 'log-level = "error"');
    const flagged = setUp({ config: file, logLevel: 'warn' });
    const varied = setUp({ config: file }, { STEPSTREAM_LOG_LEVEL: 'warn' });
    for (const { logger, hangUp } of [flagged, varied]) {
      hangUp();
      expect(logger.level).toBe('warn');
    }
  });

  test('is read again only where there is a file', () => {
    expect(setUp({}).reloads).toEqual([]);
    expect(setUp({}, { STEPSTREAM_CONFIG: file }).reloads.length).toBe(1);
  });
});
