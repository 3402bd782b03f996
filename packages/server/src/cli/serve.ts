import type { Command } from 'commander';
import {
  type ClusterLink,
  type Config,
  ConfigError,
  createLogger,
  ListenError,
  loadModel,
  ModelError,
  type StepstreamServer,
  startServer,
  TlsError,
} from '../index.ts';
import { checkGrace } from './check-settings.ts';
import { addSettingOptions, configFrom, type Flags, placesFrom } from './config-option.ts';
import { listenerOptions } from './listener-options.ts';
import { openClusterOf } from './open-cluster.ts';
import { openStoreOf } from './open-store.ts';
import { startNotes } from './serve-notes.ts';
import { stopServer } from './stop-server.ts';
import { StopSignals } from './stop-signals.ts';
import { whenLauncherIsGone } from './terminal/launcher.ts';
import { UsageError } from './terminal/usage-error.ts';
import { withTokenSecret } from './token-secret.ts';
import { userIdKey } from './user-id-key.ts';
import { watchCertificate } from './watch-certificate.ts';
import { watchLogLevel } from './watch-log-level.ts';
import { supervise } from './workers/supervise.ts';
import { thisWorker, type Worker } from './workers/worker.ts';
import { checkWorkers, workerCommand, workersOf } from './workers/worker-commands.ts';

/** Adds `serve`: the server, in the foreground, until it is told to stop. */
export function registerServe(program: Command): void {
  const command = program
    .command('serve')
    .description('run the server')
    .addHelpText(
      'after',
      `
A setting comes from its flag, or else its environment variable, the file of --config, or its
default. \`stepstream check-config\` shows each, and where it comes from.

Examples:
  $ stepstream serve                          listen on 127.0.0.1:8000
  $ stepstream serve --port 9000              on another port
  $ stepstream serve --lan                    for phones on your network, too
  $ stepstream serve --model classic          the classical detector, not the network
  $ stepstream serve --store memory           keep nothing after it has stopped
  $ stepstream serve --config stepstream.toml
  $ stepstream serve --workers auto --store redis://127.0.0.1 --admin-token-file token.txt
  $ STEPSTREAM_SESSION_TIMEOUT=60 stepstream serve

Then, in a second terminal, see it count:
  $ stepstream replay --demo`,
    );
  addSettingOptions(command).action(serve);
}

async function serve(flags: Flags): Promise<void> {
  // Before the server tells that it is there: whoever starts it may stop it at once.
  const signals = new StopSignals();
  whenLauncherIsGone(() => {
    // Whoever read what this says may be gone, too.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    signals.receive('at_once');
  });
  const worker = thisWorker();
  worker?.whenAlone(() => signals.receive('at_once'));
  // Where it has nothing to read again, SIGHUP is nothing to a worker: its supervisor has the terminal.
  if (worker) signals.onReload(() => {});
  let allStop = false;
  worker?.whenAllStop(() => {
    allStop = true;
    signals.receive('in_order');
  });
  const config = usableConfig(flags);
  if (!worker && workersOf(config) > 1) {
    process.exitCode = await serveWithWorkers(config, signals);
    return;
  }
  const { server, notes, grace } = await start(flags, config, signals, worker);
  // The first one speaks for all.
  if (!worker || worker.peers.number === 1) console.log(notes);
  worker?.ready();
  const haste = await signals.first;
  // Whom it would only refuse, the others take.
  if (!allStop) server.leaveSharedPorts();
  const { size } = server.registry;
  if (size > 0)
    console.log(`Stepstream disconnects ${clients(size)}; signal again to stop at once.`);
  const isOver = await stopServer(server, signals, haste, grace);
  console.log(
    isOver ? 'Stepstream has stopped.' : `Stepstream has stopped: --grace was over.${lost(server)}`,
  );
  worker?.leave();
  // Whatever still hangs, such as a store that does not answer, is not waited for.
  if (!isOver) process.exit(0);
}

/** What a server that can't wait any longer had not saved, as a sentence. */
function lost({ unsaved: { sessions, minutes } }: StepstreamServer): string {
  if (sessions + minutes === 0) return '';
  return ` Not saved, because the store did not answer: ${sessions} checkpoints, ${minutes} minutes of history.`;
}

/** @throws {UsageError} when a setting is wrong */
function usableConfig(flags: Flags): Config {
  try {
    const config = withTokenSecret(configFrom(flags));
    checkWorkers(config);
    return config;
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message) : error;
  }
}

/** Supervises workers until this process is told to stop; returns its exit code. */
async function serveWithWorkers(config: Config, signals: StopSignals): Promise<number> {
  const code = await supervise({
    workers: workersOf(config),
    command: workerCommand(config),
    signals,
    logger: createLogger(config.logLevel),
  });
  if (code === 0) console.log('All workers have stopped.');
  return code;
}

function clients(count: number): string {
  return count === 1 ? '1 client' : `${count} clients`;
}

/**
 * @throws {UsageError} when a setting is wrong, a model or certificate unusable, or an address taken
 */
async function start(
  flags: Flags,
  config: Config,
  signals: StopSignals,
  worker: Worker | undefined,
): Promise<{
  readonly server: StepstreamServer;
  readonly notes: string;
  /** Longest that its stop may take, in seconds. */
  readonly grace: number;
}> {
  try {
    checkGrace(config);
    // Before the port opens: nobody is to connect to a server that can't detect.
    const model = loadModel(config.model);
    const listeners = await listenerOptions(config);
    const logger = createLogger(config.logLevel);
    const place = placesFrom(flags);
    const store = await openStoreOf(config, place);
    let clusterLink: ClusterLink | undefined;
    try {
      clusterLink = await openClusterOf(config, store, place);
      const server = startServer({
        ...config,
        userIdKey: userIdKey(config),
        ...listeners,
        sharesPort: worker !== undefined,
        peers: worker?.peers,
        model,
        logger,
        store,
        clusterLink,
      });
      const notes = startNotes(server, model.id, config, listeners.network, store.name);
      watchCertificate(config, listeners.network?.tls ?? listeners.tls, server, logger, signals);
      watchLogLevel(flags, logger, signals);
      return { server, notes, grace: config.grace };
    } catch (error) {
      clusterLink?.close();
      await store.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof ListenError) throw new UsageError(listenFailure(error));
    if (error instanceof ConfigError || error instanceof ModelError || error instanceof TlsError) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}

/** Why an address could not be listened on, and what to do about it. */
function listenFailure({ message, code, cause, listener }: ListenError): string {
  const flag = { main: '--port', network: '--lan-port', admin: '--admin-port' }[listener];
  const why = {
    EADDRINUSE: `the port is taken; choose another with ${flag}, or 0 for any`,
    EACCES: 'not permitted; ports below 1024 need privileges, choose a higher one',
    EADDRNOTAVAIL: 'this machine has no such address; see --host',
  }[code ?? ''];
  return `${message}: ${why ?? `this address can't be listened on (${code ?? cause}); see --host`}`;
}
