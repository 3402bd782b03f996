import { describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Config, ConfigError, DEFAULT_CONFIG, readConfig } from '../config.ts';
import { type Name, TEXTS, VARIABLES } from '../testing/setting-texts.ts';
import { CONFIG_KEYS, parseConfigFile } from './config-file.ts';
import { inFile } from './file-value.ts';
import { SETTING_NAMES, settingOf } from './setting-names.ts';

const read = (text: string, path = 'steps.toml') => readConfig({}, {}, parseConfigFile(path, text));

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('a ConfigError was expected');
}

/** What a file says where a flag says this text. */
function inFileOf(name: Name, text: string): unknown {
  const kind = inFile(name);
  if (kind === 'boolean') return text === 'true';
  return kind === 'number' || (kind === 'number_or_word' && /^\d/.test(text)) ? Number(text) : text;
}

describe('a configuration file', () => {
  test.each(
    SETTING_NAMES.flatMap((name) => TEXTS[name].good.map((good) => [name, ...good] as const)),
  )('sets %s to %p, in TOML and in JSON', (name, text, value) => {
    const { flag } = settingOf(name);
    const json = JSON.stringify(inFileOf(name, text));
    expect(read(`${flag} = ${json}`)[name] as unknown).toBe(value);
    expect(read(`{"${flag}": ${json}}`, 'steps.json')[name] as unknown).toBe(value);
  });

  test('comes after flags and variables, and before defaults', () => {
    const name = fc.constantFrom(...SETTING_NAMES);
    fc.assert(
      fc.property(name, fc.boolean(), fc.boolean(), fc.nat(), (name, flagged, varied, seed) => {
        const { good } = TEXTS[name];
        const pick = (i: number) => good[(seed + i) % good.length] as (typeof good)[number];
        const [flag, variable, file] = [pick(0), pick(1), pick(2)];
        const layer = parseConfigFile(
          'steps.json',
          JSON.stringify({ [settingOf(name).flag]: inFileOf(name, file[0]) }),
        );
        const config = readConfig(
          flagged ? { [name]: flag[0] } : {},
          varied ? { [VARIABLES[name]]: variable[0] } : {},
          layer,
        );
        const [, expected] = flagged ? flag : varied ? variable : file;
        expect(config as unknown).toEqual({ ...DEFAULT_CONFIG, [name]: expected });
      }),
    );
  });

  test('that is empty changes nothing', () => {
    expect(read('# nothing\n')).toEqual(DEFAULT_CONFIG);
    expect(read('\uFEFF{}', 'steps.json')).toEqual(DEFAULT_CONFIG);
  });

  test('is quoted as it is written: a number without quotes', () => {
    expect(refusal(() => read('port = 1.5'))).toStartWith('steps.toml:1: port=1.5: expected');
    expect(refusal(() => read('{"port": 1.5}', 'x.json'))).toStartWith('x.json:1: port=1.5: ');
  });

  test('may have its ending in capitals', () => {
    expect(read('{"port": 1}', 'STEPS.JSON').port).toBe(1);
    expect(read('port = 1', 'Steps.Toml').port).toBe(1);
  });

  test('writes numbers as numbers: each setting that is one has such a key', () => {
    for (const name of SETTING_NAMES) {
      const kind = inFile(name);
      if (typeof DEFAULT_CONFIG[name] === 'number')
        expect(`${name} ${kind}`).toMatch(/ number(_or_word)?$/);
      if (typeof DEFAULT_CONFIG[name] === 'boolean')
        expect([name, kind]).toEqual([name, 'boolean']);
    }
  });

  test('may list what a flag separates by commas', () => {
    const { allowedOrigins } = read('allowed-origins = ["https://a.example", "https://b.example"]');
    expect(allowedOrigins).toBe('https://a.example,https://b.example');
  });

  test.each([
    ['port = "8000"', ':1: port="8000": expected a number, without quotes'],
    ['\n\nport = 70000', ':3: port=70000: expected a whole number from 0 to 65535'],
    ['port = 1e400', ': port=Infinity: expected a whole number from 0 to 65535'],
    ['port = [8000]', ':1: port=[8000]: expected a number, without quotes'],
    ['lan = "true"', ':1: lan="true": expected true or false, without quotes'],
    ['host = 1', ':1: host=1: expected a text, in quotes'],
    [
      'drain-spread = "5"',
      ':1: drain-spread="5": expected a number, without quotes, or a word, in quotes',
    ],
    ['drain-spread = "never"', ':1: drain-spread="never": expected auto, or a number of seconds'],
    ['log-level = 2026-01-01', ':1: log-level="2026-01-01'],
    ['allowed-origins = [1]', ':1: allowed-origins=[1]: expected a list of texts'],
    ['log_level = "warn"', ':1: log_level: there is no such setting; did you mean log-level?'],
    ['colour = 1', ':1: colour: there is no such setting; see `stepstream serve --help`'],
    ['config = "x"', ':1: config: there is no such setting'],
    ['[server]\nport = 1', ':1: server: settings are not in groups'],
    ['server.port = 1', ':1: server: settings are not in groups'],
    ['__proto__ = 1', ':1: __proto__: there is no such setting'],
    ['port = 1\nport = 2', ':2:'],
    ['port =', ':1:'],
    ['admin-token = 12', ':1: admin-token: expected a text, in quotes'],
    ['admin-token = "short"', ':1: admin-token: expected 16 to 256'],
    ['admin-token-file = 1', ':1: admin-token-file: expected the path of a file, in quotes'],
    [
      'admin-token = "0123456789abcdef"\nadmin-token-file = "x"',
      'steps.toml:1: admin-token and steps.toml:2: admin-token-file: expected one of them',
    ],
  ])('%p is refused in one line', (text, message) => {
    const said = refusal(() => read(text));
    expect(said).toStartWith('steps.toml');
    expect(said).toContain(message);
    expect(said).not.toContain('\n');
  });

  test.each([
    ['{"port": "x"', 'steps.json:1:13: a comma or } is expected here'],
    ['{"port": 1, "port": 2}', 'steps.json:1:13: port is there twice'],
    ['[]', 'expected an object of settings'],
    ['null', 'expected an object of settings'],
    ['{\n "prot": 1}', ':2: prot: there is no such setting; did you mean port?'],
  ])('%p is refused as JSON', (text, message) => {
    expect(refusal(() => read(text, 'steps.json'))).toContain(message);
  });

  test('of another kind is refused by its name', () => {
    expect(refusal(() => read('port: 1', 'steps.yaml'))).toBe(
      'steps.yaml: expected a file whose name ends with .toml or .json',
    );
  });

  test('tells nothing of a secret where it can not be read', () => {
    const secret = 'a-secret-that-nobody-sees';
    for (const text of [
      `admin-token = ${secret}`,
      `admin-token = "${secret}`,
      `webhook-secret = ["${secret}"]`,
      `store = ["${secret}"]`,
    ]) {
      expect(refusal(() => read(text))).not.toContain(secret);
    }
    expect(refusal(() => read(`{"admin-token": ${secret}}`, 's.json'))).not.toContain(secret);
  });

  test('whatever it holds, is read or refused', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('a.toml', 'a.json'),
        (text, path) => {
          try {
            read(text, path);
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
          }
        },
      ),
    );
    const key = fc.constantFrom(...CONFIG_KEYS.keys());
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue(), { minKeys: 1 }), (values) => {
        const entries = Object.entries(values).filter(([word]) => !word.endsWith('-file'));
        try {
          read(JSON.stringify(Object.fromEntries(entries)), 'a.json');
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });
});

describe('a secret in a file', () => {
  const TOKEN = 'a-token-of-some-length';
  const withFile = (content: string, use: (path: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'stepstream-secret-'));
    try {
      const path = join(folder, 'secret');
      writeFileSync(path, content);
      use(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const sources: [string, (path: string) => Config][] = [
    ['a flag', (path) => readConfig({ adminTokenFile: path }, {})],
    ['a variable', (path) => readConfig({}, { STEPSTREAM_ADMIN_TOKEN_FILE: path })],
    ['a key', (path) => read(`admin-token-file = ${JSON.stringify(path)}`)],
  ];

  test.each(sources)('that %s names is read, without the line’s end', (_, config) => {
    for (const end of ['', '\n', '\r\n']) {
      withFile(TOKEN + end, (path) => expect(config(path).adminToken).toBe(TOKEN));
    }
    withFile(`${TOKEN}\n\n`, (path) => expect(refusal(() => config(path))).not.toContain(TOKEN));
  });

  test.each(sources)('that %s names is refused by its path where it holds none', (_, config) => {
    withFile('\n', (path) => expect(refusal(() => config(path))).toEndWith(`${path} is empty`));
    withFile('short', (path) => {
      expect(refusal(() => config(path))).toContain(`(${path}): expected 16 to 256`);
    });
    expect(refusal(() => config('/nowhere/at/all'))).toEndWith(
      'cannot read /nowhere/at/all: there is no such file',
    );
    expect(refusal(() => config(tmpdir()))).toEndWith('it is a folder');
  });

  test('is for every secret and every address with a password', () => {
    const keys = [...CONFIG_KEYS].flatMap(([key, { isPath }]) => (isPath ? [key] : []));
    expect(keys).toEqual([
      'store-file',
      'history-store-file',
      'cluster-file',
      'admin-token-file',
      'webhook-url-file',
      'webhook-secret-file',
    ]);
    // It had one before.
    expect(CONFIG_KEYS.get('auth-secret-file')).toEqual({ name: 'authSecretFile', isPath: false });
  });

  test('is not looked at where something outweighs it', () => {
    const { adminToken } = readConfig(
      { adminToken: TOKEN },
      { STEPSTREAM_ADMIN_TOKEN_FILE: '/nowhere' },
    );
    expect(adminToken).toBe(TOKEN);
  });

  test('beside the secret is refused', () => {
    const variables = { STEPSTREAM_STORE: 'memory', STEPSTREAM_STORE_FILE: '/x' };
    expect(refusal(() => readConfig({}, variables))).toBe(
      'STEPSTREAM_STORE and STEPSTREAM_STORE_FILE: expected one of them',
    );
  });
});
