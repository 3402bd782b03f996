import { describe, expect, test } from 'bun:test';
import { DEFAULT_MODEL } from '@stepstream/detector';
import fc from 'fast-check';
import { refusedValue } from './config/shown-value.ts';
import { ConfigError, DEFAULT_CONFIG, readConfig, SETTINGS, variableName } from './config.ts';
import { type Name, TEXTS, VARIABLES } from './testing/setting-texts.ts';

/** Every setting. */
const names = Object.keys(VARIABLES) as Name[];

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
  test('is the defaults where nothing is set', () => {
    expect(readConfig({}, {})).toEqual({
      host: '127.0.0.1',
      port: 8000,
      model: DEFAULT_MODEL,
      sessionTimeout: 300,
      resumeWindow: 120,
      maxDetached: 2000,
      pingInterval: 25,
      maxFrameBytes: 262_144,
      maxSessions: 10_000,
      maxRate: 0,
      trustProxy: 0,
      memoryBudget: 'auto',
      maxAddressConnections: 200,
      maxAddressHandshakes: 300,
      maxAddressSessions: 200,
      maxAddressRequests: 6000,
      maxAddressPushes: 1200,
      maxAddressFailures: 30,
      maxUserSessions: 60,
      maxViewers: 50,
      logLevel: 'info',
      lan: false,
      lanPort: 8443,
      tlsCert: '',
      tlsKey: '',
      hsts: 0,
      store: '',
      historyStore: '',
      historyRetention: 0,
      checkpointInterval: 5,
      stateFolder: '',
      cluster: '',
      workers: 1,
      drainDelay: 0,
      drainSpread: 'auto',
      grace: 30,
      admin: '',
      adminToken: '',
      adminPort: 'none',
      adminHost: '127.0.0.1',
      publicUrl: '',
      basePath: '',
      allowedOrigins: '',
      auth: 'none',
      authSecret: '',
      authSecretFile: '',
      authJwks: '',
      authIssuer: '',
      authAudience: '',
      trustUserIds: false,
      auditLog: '',
      hashUserIds: false,
      slowFrameMs: 500,
      webhookUrl: '',
      webhookSecret: '',
      webhookAllowHttp: false,
    });
    expect(readConfig({}, { PORT: '1', STEPSTREAM_: 'x', PATH: '/bin' })).toEqual(DEFAULT_CONFIG);
  });

  test('takes a flag before a variable before the default, for each setting', () => {
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

  test('ignores an empty variable', () => {
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
    const shown = refusedValue(name, text);
    const flag = `--${SETTINGS[name].flag}${shown}: expected `;
    expect(failure(() => readConfig({ [name]: text }, {})).message).toStartWith(flag);
    if (text === '') return;
    const variable = `${VARIABLES[name]}${shown}: expected `;
    const fromVariable = failure(() => readConfig({}, { [VARIABLES[name]]: text }));
    expect(fromVariable.message).toStartWith(variable);
  });

  test('that is refused says in one line what it takes', () => {
    const message = (flags: Partial<Record<Name, string>>) =>
      failure(() => readConfig(flags, {})).message;
    expect(message({ port: '8\n0' })).toBe(
      '--port="8\\n0": expected a whole number from 0 to 65535',
    );
    expect(message({ sessionTimeout: 'x' })).toEndWith('a number of seconds from 0.1 to 86400');
    expect(message({ maxFrameBytes: 'x' })).toEndWith('a whole number from 1024 to 8388608');
    expect(message({ logLevel: 'x' })).toEndWith('one of info, warn, error, silent');
  });

  test('that is wrong in a variable is ignored where a flag is given', () => {
    expect(readConfig({ port: '9000' }, { STEPSTREAM_PORT: 'x' }).port).toBe(9000);
  });

  test('that is a number takes plain digits only', () => {
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
