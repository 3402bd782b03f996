import { isUserId, MAX_USER_ID_LENGTH } from '@stepstream/protocol';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Config,
  ConfigError,
  createToken,
  readTokenSettings,
  SCOPES,
  type Scope,
  SETTINGS,
} from '../index.ts';
import { addConfigOption, configFrom } from './config-option.ts';
import { UsageError } from './terminal/usage-error.ts';
import { withTokenSecret } from './token-secret.ts';

/** The settings that say how a server proves tokens. */
const PROOFS = [
  'authSecret',
  'authSecretFile',
  'authIssuer',
  'authAudience',
  'stateFolder',
] as const;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Longest that a token may be valid, in days. */
const MAX_DAYS = 366;

type TokenFlags = Partial<Pick<Config, (typeof PROOFS)[number]>> & {
  readonly config?: string;
  readonly user?: string;
  readonly for: number;
  readonly scope?: readonly Scope[];
  readonly users?: readonly string[];
};

/** Adds `token`: makes a token that a server takes. */
export function registerToken(program: Command): void {
  const command = program
    .command('token')
    .description('make a token for a user of a server with --auth token')
    .option('--user <name>', 'the user')
    .addOption(
      new Option('--for <time>', 'how long it is valid: 30s, 15m, 12h, 7d')
        .default(3600, '1h')
        .argParser(parseDuration),
    )
    .addOption(
      new Option('--scope <list>', `what it allows, separated by commas: ${SCOPES.join(', ')}`)
        .default(undefined, 'stream,history:read')
        .argParser(parseScope),
    )
    .addOption(
      new Option('--users <list>', 'limit it to these users, separated by commas').argParser(
        parseUsers,
      ),
    );
  addConfigOption(command);
  for (const name of PROOFS) {
    const { flag, argument, description } = SETTINGS[name];
    command.option(`--${flag} <${argument}>`, `${description} The same as for \`serve\`.`);
  }
  command
    .addHelpText(
      'after',
      `
It is signed with the server's secret: that of --auth-secret or --auth-secret-file, or else the one
in the state folder, which is created when it is first needed.

Examples:
  $ stepstream token --user ann
  $ stepstream token --user ann --for 7d --scope stream
  $ stepstream token --user coach --scope history:read --users ann,bob
  $ stepstream token --user me --scope admin`,
    )
    .action(makeToken);
}

async function makeToken(flags: TokenFlags): Promise<void> {
  const { user } = flags;
  if (user === undefined && !flags.users && !flags.scope?.includes('admin')) {
    throw new UsageError('name the user: --user ann');
  }
  if (user !== undefined && !isUserId(user)) {
    throw new UsageError(`a user's name has 1 to ${MAX_USER_ID_LENGTH} characters`);
  }
  const settings = settingsOf(flags);
  const { scope, users } = flags;
  const claims = {
    expiresAt: Math.floor(Date.now() / 1000) + flags.for,
    ...(user !== undefined && { userId: user }),
    ...(scope && { scope }),
    ...(users && { users }),
  };
  console.log(await createToken(claims, settings));
}

/** @throws {UsageError} */
function settingsOf(flags: TokenFlags) {
  try {
    const known = Object.fromEntries(PROOFS.map((name) => [name, flags[name]]));
    const config = configFrom({ ...known, config: flags.config, auth: 'token' });
    if (config.authJwks !== '') {
      throw new UsageError(
        'with --auth-jwks, tokens come from the issuer, which alone has the key',
      );
    }
    const settings = readTokenSettings(withTokenSecret(config));
    if (!settings) throw new UsageError('no secret to sign with');
    return settings;
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

function parseDuration(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const duration = Number(digits) * (UNITS[unit] ?? 0);
  if (duration > 0 && duration <= MAX_DAYS * 86_400) return duration;
  throw new InvalidArgumentError(`Expected a time such as 1h, of at most ${MAX_DAYS} days.`);
}

function parseScope(list: string): readonly Scope[] {
  const words = list.split(',').map((word) => word.trim());
  const scope = SCOPES.filter((one) => words.includes(one));
  if (scope.length === new Set(words).size) return scope;
  throw new InvalidArgumentError(`Expected one or more of ${SCOPES.join(', ')}.`);
}

function parseUsers(list: string): readonly string[] {
  const users = list.split(',').map((name) => name.trim());
  if (users.every(isUserId)) return users;
  throw new InvalidArgumentError('Expected names, separated by commas.');
}
