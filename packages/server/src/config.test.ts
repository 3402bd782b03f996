import { describe, expect, test } from 'bun:test';
import { DEFAULT_MODEL } from '@stepstream/detector';
import fc from 'fast-check';
import { ConfigError, DEFAULT_CONFIG, readConfig, SETTINGS, variableName } from './config.ts';

const VARIABLES = {
  host: 'STEPSTREAM_HOST',
  port: 'STEPSTREAM_PORT',
  basePath: 'STEPSTREAM_BASE_PATH',
  model: 'STEPSTREAM_MODEL',
  sessionTimeout: 'STEPSTREAM_SESSION_TIMEOUT',
  resumeWindow: 'STEPSTREAM_RESUME_WINDOW',
  maxDetached: 'STEPSTREAM_MAX_DETACHED',
  maxFrameBytes: 'STEPSTREAM_MAX_FRAME_BYTES',
  maxSessions: 'STEPSTREAM_MAX_SESSIONS',
  maxRate: 'STEPSTREAM_MAX_RATE',
  logLevel: 'STEPSTREAM_LOG_LEVEL',
  lan: 'STEPSTREAM_LAN',
  lanPort: 'STEPSTREAM_LAN_PORT',
  tlsCert: 'STEPSTREAM_TLS_CERT',
  tlsKey: 'STEPSTREAM_TLS_KEY',
  stateFolder: 'STEPSTREAM_STATE_FOLDER',
  adminToken: 'STEPSTREAM_ADMIN_TOKEN',
  allowedOrigins: 'STEPSTREAM_ALLOWED_ORIGINS',
} as const;
type Name = keyof typeof VARIABLES;
const names = Object.keys(VARIABLES) as Name[];

/** For each setting, texts that it takes, with what they mean, and texts that it does not. */
const TEXTS: Record<
  Name,
  { readonly good: readonly (readonly [string, unknown])[]; bad: string[] }
> = {
  host: { good: ['0.0.0.0', '::1', 'localhost'].map((text) => [text, text]), bad: [''] },
  port: {
    good: [
      ['0', 0],
      ['8000', 8000],
      ['65535', 65535],
    ],
    bad: ['65536', '-1', '80.5', '1e3', '0x50', ' 80', '80 ', 'http', '', '9'.repeat(400)],
  },
  basePath: {
    good: [
      ['/app', '/app'],
      ['app/', '/app'],
      ['/tools/steps', '/tools/steps'],
      ['/', ''],
    ],
    bad: ['//app', '/a/../b', '/a b', '/a?b', 'https://h.example/app'],
  },
  model: {
    good: ['classic', 'tcn-2', './a model/x.safetensors'].map((text) => [text, text]),
    bad: [''],
  },
  sessionTimeout: {
    good: [
      ['0.1', 0.1],
      ['60', 60],
      ['86400', 86_400],
    ],
    bad: ['0', '0.09', '86400.1', '-5', '5m', '1e2', '.5', '5.', 'NaN', 'Infinity', ''],
  },
  resumeWindow: {
    good: [
      ['0', 0],
      ['0.5', 0.5],
      ['86400', 86_400],
    ],
    bad: ['86400.1', '-5', '2m', '1e2', ''],
  },
  maxDetached: {
    good: [
      ['0', 0],
      ['1000000', 1_000_000],
    ],
    bad: ['1000001', '-1', '1.5', 'many', ''],
  },
  maxFrameBytes: {
    good: [
      ['1024', 1024],
      ['8388608', 8_388_608],
    ],
    bad: ['1023', '8388609', '1MiB', '2048.5', '-2048', ''],
  },
  maxSessions: {
    good: [
      ['0', 0],
      ['1000000', 1_000_000],
    ],
    bad: ['1000001', '-1', '2.5', 'many', ''],
  },
  maxRate: {
    good: [
      ['0', 0],
      ['200', 200],
    ],
    bad: ['1000001', '-1', '0.5', '200Hz', ''],
  },
  logLevel: {
    good: ['info', 'warn', 'error', 'silent'].map((text) => [text, text]),
    bad: ['INFO', 'verbose', 'info ', ''],
  },
  lan: {
    good: [
      ['true', true],
      ['false', false],
    ],
    bad: ['yes', '1', 'TRUE', ''],
  },
  lanPort: {
    good: [
      ['0', 0],
      ['8443', 8443],
    ],
    bad: ['65536', 'https', ''],
  },
  tlsCert: { good: [['./cert.pem', './cert.pem']], bad: [] },
  tlsKey: { good: [['./key.pem', './key.pem']], bad: [] },
  stateFolder: { good: [['/var/lib/stepstream', '/var/lib/stepstream']], bad: [] },
  adminToken: {
    good: ['sixteen-letters.', 'x'.repeat(256)].map((text) => [text, text]),
    bad: ['fifteen-letters', 'a token with blanks', 'x'.repeat(257), 'ümlaute-in-a-token'],
  },
  allowedOrigins: {
    good: [
      ['https://app.example.org', 'https://app.example.org'],
      [
        ' https://App.Example.org:443/ , http://b.example:8080,',
        'https://app.example.org,http://b.example:8080',
      ],
      ['*', '*'],
      ['null', 'null'],
      ['capacitor://app', 'capacitor://app'],
    ],
    bad: [
      'app.example.org',
      'https://app.example.org/path',
      'https://',
      'a b',
      'https://u@h.example',
    ],
  },
};
const each = <T>(pick: (texts: (typeof TEXTS)[Name]) => readonly T[]) =>
  names.flatMap((name) => pick(TEXTS[name]).map((text) => [name, text] as const));

function failure(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('a ConfigError was expected');
}

test('every setting has the variable that its documents name', () => {
  expect(Object.keys(SETTINGS)).toEqual(names);
  for (const name of names) expect(variableName(name)).toBe(VARIABLES[name]);
});

test('every default is one that a flag could set', () => {
  for (const name of names) {
    const text = String(DEFAULT_CONFIG[name]);
    expect(readConfig({ [name]: text }, {})).toEqual(DEFAULT_CONFIG);
  }
});

describe('a configuration', () => {
  test('is the defaults where nobody says otherwise', () => {
    expect(readConfig({}, {})).toEqual({
      host: '127.0.0.1',
      port: 8000,
      basePath: '',
      model: DEFAULT_MODEL,
      sessionTimeout: 300,
      resumeWindow: 120,
      maxDetached: 2000,
      maxFrameBytes: 1_048_576,
      maxSessions: 10_000,
      maxRate: 0,
      logLevel: 'info',
      lan: false,
      lanPort: 8443,
      tlsCert: '',
      tlsKey: '',
      stateFolder: '',
      adminToken: '',
      allowedOrigins: '',
    });
    expect(readConfig({}, { PORT: '1', STEPSTREAM_: 'x', PATH: '/bin' })).toEqual(DEFAULT_CONFIG);
  });

  test('takes a flag before a variable before the default, each setting by itself', () => {
    const text = (name: Name) =>
      fc.option(fc.constantFrom(...TEXTS[name].good), { nil: undefined });
    const some = fc.record(
      Object.fromEntries(names.map((name) => [name, text(name)])) as Record<
        Name,
        ReturnType<typeof text>
      >,
    );
    fc.assert(
      fc.property(some, some, (flags, variables) => {
        const config = readConfig(
          Object.fromEntries(
            names.flatMap((name) => (flags[name] ? [[name, flags[name][0]]] : [])),
          ),
          Object.fromEntries(names.map((name) => [VARIABLES[name], variables[name]?.[0]])),
        );
        for (const name of names) {
          const expected = flags[name] ?? variables[name] ?? [name, DEFAULT_CONFIG[name]];
          expect(config[name] as unknown).toBe(expected[1]);
        }
      }),
    );
  });

  test('takes an empty variable for none', () => {
    const empty = Object.fromEntries(names.map((name) => [VARIABLES[name], '']));
    expect(readConfig({}, empty)).toEqual(DEFAULT_CONFIG);
  });
});

describe('a setting', () => {
  test.each(each(({ good }) => good))('%s takes %p', (name, [text, value]) => {
    expect(readConfig({ [name]: text }, {})[name] as unknown).toBe(value);
    expect(readConfig({}, { [VARIABLES[name]]: text })[name] as unknown).toBe(value);
  });

  test.each(each(({ bad }) => bad))('%s refuses %p, as a flag and as a variable', (name, text) => {
    const flag = `--${SETTINGS[name].flag}=${JSON.stringify(text)}: expected `;
    expect(failure(() => readConfig({ [name]: text }, {})).message).toStartWith(flag);
    if (text === '') return;
    const variable = `${VARIABLES[name]}=${JSON.stringify(text)}: expected `;
    const fromVariable = failure(() => readConfig({}, { [VARIABLES[name]]: text }));
    expect(fromVariable.message).toStartWith(variable);
  });

  test('that is refused is told with what it takes, in one line', () => {
    const message = (flags: Partial<Record<Name, string>>) =>
      failure(() => readConfig(flags, {})).message;
    expect(message({ port: '8\n0' })).toBe(
      '--port="8\\n0": expected a whole number from 0 to 65535',
    );
    expect(message({ sessionTimeout: 'x' })).toEndWith('a number of seconds from 0.1 to 86400');
    expect(message({ maxFrameBytes: 'x' })).toEndWith('a whole number from 1024 to 8388608');
    expect(message({ logLevel: 'x' })).toEndWith('one of info, warn, error, silent');
  });

  test('that is wrong in a variable does no harm where a flag outweighs it', () => {
    expect(readConfig({ port: '9000' }, { STEPSTREAM_PORT: 'x' }).port).toBe(9000);
  });

  test('never takes what it would not take again: numbers, only plain ones', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
        try {
          const { port } = readConfig({ port: text }, {});
          expect(text).toMatch(/^\d+$/);
          expect(port).toBeWithin(0, 65536);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });
});

test('programs can tell the error by its code', () => {
  expect(new ConfigError('why')).toMatchObject({ name: 'ConfigError', code: 'invalid_setting' });
});
