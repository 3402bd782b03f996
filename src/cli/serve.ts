import { type Command, Option } from 'commander';
import type { DetectorModel } from '../detector/index.ts';
import {
  ConfigError,
  createLogger,
  loadModel,
  ModelError,
  readConfig,
  SETTINGS,
  type SettingName,
  type StepstreamServer,
  startServer,
  variableName,
} from '../server/index.ts';
import { UsageError } from './usage-error.ts';

/** Adds `serve`: the server, in the foreground, until it is told to stop. */
export function registerServe(program: Command): void {
  const command = program
    .command('serve')
    .description('run the server')
    .addHelpText(
      'after',
      `
A flag outweighs its environment variable; either outweighs the default.

Examples:
  $ stepstream serve                          listen on 127.0.0.1:8000
  $ stepstream serve --port 9000              on another port
  $ stepstream serve --model classic          without the learned detector
  $ STEPSTREAM_SESSION_TIMEOUT=60 stepstream serve

Then, in a second terminal, see it count:
  $ stepstream replay --demo`,
    );
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const { flag, argument, description } = SETTINGS[name];
    const note = `default: ${SETTINGS[name].default}, env: ${variableName(name)}`;
    command.addOption(new Option(`--${flag} <${argument}>`, `${description} (${note})`));
  }
  command.action(serve);
}

async function serve(flags: Partial<Record<SettingName, string>>): Promise<void> {
  // Before the server tells that it is there: whoever starts it may stop it at once.
  const toldToStop = untilToldToStop();
  const { server, model } = start(flags);
  console.log(
    [
      `Stepstream listens on ${server.url}`,
      `  stream   ${server.streamUrl}`,
      `  sessions ${server.url}/sessions`,
      `  model    ${model.id}`,
      'Stop with Ctrl-C. To see it count, in a second terminal: npx stepstream replay --demo',
    ].join('\n'),
  );
  await toldToStop;
  await server.stop();
  console.log('Stepstream has stopped.');
}

/** @throws {UsageError} when a setting is wrong, a model unusable, or an address taken */
function start(flags: Partial<Record<SettingName, string>>): {
  readonly server: StepstreamServer;
  readonly model: DetectorModel;
} {
  try {
    const config = readConfig(flags, process.env);
    // Before the port opens: nobody is to connect to a server that can't detect.
    const model = loadModel(config.model);
    const logger = createLogger(config.logLevel);
    try {
      return { server: startServer({ ...config, model, logger }), model };
    } catch (error) {
      throw new UsageError(
        `cannot listen on ${config.host}:${config.port}: ${listenFailure(error)}`,
      );
    }
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ModelError) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}

/** Why an address could not be listened on, and what to do about it. */
function listenFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'the port is taken; choose another with --port, or 0 for any';
  if (code === 'EACCES')
    return 'not permitted; ports below 1024 need privileges, choose a higher one';
  if (code === 'EADDRNOTAVAIL') return 'this machine has no such address; see --host';
  return `this address can't be listened on (${code ?? error}); see --host`;
}

/** Resolves at the first request to stop; a second one does not wait for anybody. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
