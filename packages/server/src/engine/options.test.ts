import { describe, expect, test } from 'bun:test';
import { ConfigError, DEFAULT_CONFIG } from '../config.ts';
import { resolveOptions, type StepstreamOptions } from './options.ts';

describe('the options of an engine', () => {
  test('have the defaults of the command line', () => {
    const { store: _named, ...defaults } = DEFAULT_CONFIG;
    expect(resolveOptions({})).toEqual({
      ...defaults,
      streamPath: '/ws/realtime',
      tokens: undefined,
      webhooks: undefined,
    });
  });

  test('that are undefined have them, too', () => {
    const options = { sessionTimeout: undefined, logLevel: undefined, maxRate: 100 };
    expect(resolveOptions(options as unknown as StepstreamOptions)).toMatchObject({
      sessionTimeout: DEFAULT_CONFIG.sessionTimeout,
      logLevel: DEFAULT_CONFIG.logLevel,
      maxRate: 100,
    });
  });

  test.each([
    ['app', '/app'],
    ['/app/', '/app'],
    ['/', ''],
  ])('take the base path %p as %p', (basePath, expected) => {
    expect(resolveOptions({ basePath }).basePath).toBe(expected);
  });

  test('take a path of the stream without its slashes', () => {
    expect(resolveOptions({ streamPath: 'steps/' }).streamPath).toBe('/steps');
  });

  test.each<StepstreamOptions>([
    { basePath: '/a b' },
    { basePath: '..' },
    { streamPath: '/' },
    { streamPath: '/a?b' },
  ])('are refused with the path of %p', (options) => {
    expect(() => resolveOptions(options)).toThrow(ConfigError);
  });
});
