import { DEFAULT_MODEL } from '@stepstream/detector';
import { z } from 'zod';
import { TOKEN, TOKEN_RULE } from './auth/admin-token.ts';
import { basePath, originList, seconds, wholeNumber, yesOrNo } from './setting-schemas.ts';

/** One thing an operator can set. */
interface Setting<Value> {
  /** The flag of `stepstream serve`, without dashes; also names the environment variable. */
  readonly flag: string;
  /** What the flag's argument is called in the help; null where the flag alone says yes. */
  readonly argument: string | null;
  readonly description: string;
  readonly default: Value;
  /** What to call the default where its value says little. */
  readonly defaultText?: string;
  /** Reads the text of a flag or variable. */
  readonly schema: z.ZodType<Value, string>;
}

const LOG_LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that can be set, in the order of the help. The documents' table is made from this. */
export const SETTINGS = {
  host: {
    flag: 'host',
    argument: 'address',
    description: 'Address to listen on. 0.0.0.0 opens the server to your network.',
    default: '127.0.0.1',
    // An IPv6 address may come in the brackets that it has in a URL.
    schema: z
      .string()
      .min(1, 'expected an address, such as 127.0.0.1')
      .transform((host) => host.replace(/^\[(.*)\]$/, '$1')),
  },
  port: {
    flag: 'port',
    argument: 'number',
    description: 'Port to listen on. 0 picks a free one.',
    default: 8000,
    schema: wholeNumber(0, 65535),
  },
  model: {
    flag: 'model',
    argument: 'name-or-path',
    description:
      'The detector: classic, the name of a model in models/, or the path of a .safetensors file.',
    default: DEFAULT_MODEL,
    schema: z.string().min(1, 'expected classic, a name or a path'),
  },
  sessionTimeout: {
    flag: 'session-timeout',
    argument: 'seconds',
    description: 'Silence of a client after which its session ends.',
    default: 300,
    schema: seconds(0.1, 86_400),
  },
  resumeWindow: {
    flag: 'resume-window',
    argument: 'seconds',
    description:
      'How long a session is kept for its client to come back to, when its connection is lost. 0 keeps none.',
    default: 120,
    schema: seconds(0, 86_400),
  },
  maxDetached: {
    flag: 'max-detached',
    argument: 'number',
    description:
      'Most sessions that are kept so at once; each takes about 8 KB. The one lost first goes first.',
    default: 2000,
    schema: wholeNumber(0, 1_000_000),
  },
  pingInterval: {
    flag: 'ping-interval',
    argument: 'seconds',
    description:
      'How often each connection is pinged, so that no proxy cuts it as idle; whole seconds. 0 for never.',
    default: 25,
    schema: wholeNumber(0, 3600),
  },
  maxFrameBytes: {
    flag: 'max-frame-bytes',
    argument: 'bytes',
    description: 'Longest frame that is read. A longer one is answered with an error.',
    default: 1_048_576,
    schema: wholeNumber(1024, 8_388_608),
  },
  maxSessions: {
    flag: 'max-sessions',
    argument: 'number',
    description:
      'Sessions that may be live at once; a connection too many is closed with 1013. 0 for any number.',
    default: 10_000,
    schema: wholeNumber(0, 1_000_000),
  },
  maxRate: {
    flag: 'max-rate',
    argument: 'samples',
    description:
      'Samples a second that a session may send in the long run; what is too much is refused. 0 for any number.',
    default: 0,
    schema: wholeNumber(0, 1_000_000),
  },
  logLevel: {
    flag: 'log-level',
    argument: 'level',
    description: `What is logged, as JSON lines on stderr: ${LOG_LEVELS.join(', ')}.`,
    default: 'info',
    schema: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`),
  },
  lan: {
    flag: 'lan',
    argument: null,
    description:
      'Also listen on the local network, over HTTPS with a self-signed certificate: what a phone needs.',
    default: false,
    schema: yesOrNo,
  },
  lanPort: {
    flag: 'lan-port',
    argument: 'number',
    description: 'Port for --lan. 0 picks a free one.',
    default: 8443,
    schema: wholeNumber(0, 65535),
  },
  tlsCert: {
    flag: 'tls-cert',
    argument: 'file',
    description:
      'Certificate (PEM) to serve HTTPS with, with --tls-key. With --lan, on the network only.',
    default: '',
    defaultText: 'none',
    schema: z.string(),
  },
  tlsKey: {
    flag: 'tls-key',
    argument: 'file',
    description: 'Private key (PEM) of --tls-cert.',
    default: '',
    defaultText: 'none',
    schema: z.string(),
  },
  stateFolder: {
    flag: 'state-folder',
    argument: 'folder',
    description: 'Where the self-signed certificate is kept between runs.',
    default: '',
    defaultText: '~/.local/state/stepstream',
    schema: z.string(),
  },
  adminToken: {
    flag: 'admin-token',
    argument: 'token',
    description:
      "Secret that shows and ends other people's sessions from beyond this machine. Better set by its variable: flags can be seen by other users.",
    default: '',
    defaultText: 'made at each start',
    schema: z.string().regex(TOKEN, TOKEN_RULE),
  },
  basePath: {
    flag: 'base-path',
    argument: 'path',
    description:
      'Path below which a reverse proxy serves this server, such as /app, whether it keeps or strips it.',
    default: '',
    defaultText: 'none',
    schema: basePath,
  },
  allowedOrigins: {
    flag: 'allowed-origins',
    argument: 'list',
    description:
      'Web pages that may use the server beside its own and those of this machine, as https://app.example.org, separated by commas. * allows all.',
    default: '',
    defaultText: 'none',
    schema: originList,
  },
} as const satisfies Record<string, Setting<string> | Setting<number> | Setting<boolean>>;

/** The name of a setting in the code. */
export type SettingName = keyof typeof SETTINGS;

/** The configuration of a server, checked: a value for each setting. Durations are in seconds. */
export type Config = {
  readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']>;
};

/** A setting that can't be used; the message names the flag or variable and what it takes. */
export class ConfigError extends Error {
  /** Stable code for programs. */
  readonly code = 'invalid_setting';

  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** The environment variable of a setting: `session-timeout` is `STEPSTREAM_SESSION_TIMEOUT`. */
export function variableName(name: SettingName): string {
  return `STEPSTREAM_${SETTINGS[name].flag.toUpperCase().replaceAll('-', '_')}`;
}

/** What to call the default of a setting in help and documents. */
export function defaultText(name: SettingName): string {
  const setting: Setting<unknown> = SETTINGS[name];
  return setting.defaultText ?? String(setting.default);
}

/**
 * Makes the configuration from flags, then environment variables, then defaults. An empty variable
 * counts as not set.
 *
 * @throws {ConfigError} for the first setting that can't be used
 */
export function readConfig(
  flags: Readonly<Partial<Record<SettingName, string>>>,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const entries = (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const variable = variableName(name);
    const [source, text] =
      flags[name] === undefined
        ? [variable, environment[variable] || undefined]
        : [`--${SETTINGS[name].flag}`, flags[name]];
    if (text === undefined) return [name, SETTINGS[name].default];
    const schema: z.ZodType<string | number | boolean, string> = SETTINGS[name].schema;
    const parsed = schema.safeParse(text);
    if (parsed.success) return [name, parsed.data];
    const reason = parsed.error.issues[0]?.message;
    throw new ConfigError(`${source}=${JSON.stringify(text)}: ${reason}`);
  });
  return Object.fromEntries(entries) as unknown as Config;
}

/** What holds where nobody says otherwise. */
export const DEFAULT_CONFIG: Config = readConfig({}, {});
