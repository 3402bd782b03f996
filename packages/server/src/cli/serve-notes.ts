import { renderUnicodeCompact } from 'uqr';
import { type Config, fingerprint, type NetworkOptions, type StepstreamServer } from '../index.ts';
import { fileNotes } from './file-notes.ts';
import { permissionNotes } from './private-files.ts';

/** What `serve` says when it is ready. */
export function startNotes(
  server: StepstreamServer,
  modelId: string,
  config: Config,
  network: NetworkOptions | undefined,
  storeName: string,
): string {
  const lines = [
    `Stepstream listens on ${server.url}`,
    `  console  ${consoleUrl(server.adminUrl, server, config)}`,
    `  stream   ${server.streamUrl}`,
    `  sessions ${server.adminUrl}/sessions`,
    `  model    ${modelId}`,
    `  store    ${storeName}`,
  ];
  lines.push(...accessNotes(server, config));
  if (server.lanUrl && network) lines.push(...lanNotes(server, server.lanUrl, network, config));
  else if (!isLoopback(config.host)) lines.push('', ...exposure(server.url, server, config));
  lines.push(...fileNotes(config), ...permissionNotes(config));
  lines.push(
    `Stop with Ctrl-C. To see it count, open the console, or in a second terminal: ${demoCommand(server, config)}`,
  );
  return lines.join('\n');
}

/** Where `replay` streams to unless it is told. */
const REPLAYS_TO = 'ws://127.0.0.1:8000/ws/realtime';

/** What streams a walk to this server, as it is set. */
function demoCommand({ streamUrl }: StepstreamServer, config: Config): string {
  const words = ['npx stepstream replay --demo'];
  if (streamUrl !== REPLAYS_TO) words.push(`--url ${streamUrl}`);
  if (config.auth === 'token') {
    words.push(`--token ${config.authJwks === '' ? `"$(${tokenSource(config)})"` : 'TOKEN'}`);
  }
  return words.join(' ');
}

function lanNotes(
  server: StepstreamServer,
  lanUrl: string,
  network: NetworkOptions,
  config: Config,
): string[] {
  const phone = `${lanUrl}/#phone`;
  return [
    '',
    'Open this on a phone in the same network, or scan it:',
    `  ${phone}`,
    '',
    renderUnicodeCompact(phone, { border: 2 }),
    '',
    ...(network.selfSigned
      ? [
          'The certificate is self-signed, so the phone warns once: continue anyway. Its fingerprint (SHA-256):',
          `  ${fingerprint(network.tls)}`,
        ]
      : []),
    ...exposure(lanUrl, server, config),
  ];
}

/** What anyone on the network can and can't do. */
function exposure(url: string, server: StepstreamServer, config: Config): string[] {
  return [
    'Anyone who can reach this address can open the page and stream to the server.',
    "To see and end other people's sessions they need the admin token:",
    config.adminToken
      ? '  the one that is set'
      : `  ${consoleUrl(config.adminPort === 'none' ? url : server.adminUrl, server, config)}`,
    '',
  ];
}

/** The console, with the token that opens it where one was made for this start. */
function consoleUrl(url: string, { admin, adminToken }: StepstreamServer, config: Config): string {
  const isOpen = admin === 'open' || config.adminToken !== '';
  return isOpen ? `${url}/` : `${url}/#token=${adminToken}`;
}

/** Who may do what operators do, and who may stream. */
function accessNotes({ admin }: StepstreamServer, config: Config): string[] {
  const { auth, authAudience, authJwks } = config;
  return [
    admin === 'open'
      ? '  admin    open to every program on this machine; behind a proxy, set --public-url'
      : '  admin    with the admin token',
    ...(auth === 'token' ? [`  users    with a token: ${tokenSource(config)}`] : []),
    ...(authJwks !== '' && authAudience === ''
      ? ['  any token of this issuer is accepted, whatever app it is for: set --auth-audience']
      : []),
  ];
}

/** Where a token comes from that this server takes. */
function tokenSource(config: Config): string {
  const { authAudience, authIssuer, authJwks, authSecretFile, stateFolder } = config;
  if (authJwks !== '') return `of ${authIssuer || authJwks}`;
  const flags = Object.entries({
    '--auth-secret-file': authSecretFile,
    '--state-folder': authSecretFile ? '' : stateFolder,
    '--auth-issuer': authIssuer,
    '--auth-audience': authAudience,
  });
  const given = flags
    .filter(([, value]) => value !== '')
    .map(([flag, value]) => `${flag} ${value}`);
  return ['npx stepstream token --user ann --for 1h', ...given].join(' ');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
