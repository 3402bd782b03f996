import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, type ServerProcess, startServerProcess } from './server-process.ts';

const DEPLOY = join(import.meta.dir, '../../../deploy');
const SBIN = '/usr/sbin';

/** A certificate and its key, both PEM. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What is started, and how it differs from what the file in `deploy/` says. */
export interface ProxyOptions {
  /** Ports of the servers on this machine that it stands before. */
  readonly servers: readonly number[];
  readonly certificate: Certificate;
  /** Texts of the file, and what they are replaced with; each must be there. */
  readonly changes?: readonly (readonly [from: string, to: string])[];
}

/** A reverse proxy of those that `deploy/` has a configuration for. */
export interface ProxyKind {
  readonly name: 'nginx' | 'haproxy' | 'caddy';
  /** Empty where it is not installed. */
  readonly program: string;
  /** The configuration, as it is published. */
  readonly file: string;
  /** What of it says for how long a stream may be silent, or nothing where it may be for ever. */
  readonly idle: readonly (readonly [from: string, to: string])[];
  /** Whether requests wait while no server is there. */
  readonly holds?: true;
  /** What of it puts the server below `/app`. */
  readonly below: readonly (readonly [from: string, to: string])[];
  /** Brings the file into the form in which a test can start it. */
  prepare(text: string, at: Places): string;
  command(program: string, folder: string): string[];
}

interface Places {
  readonly folder: string;
  readonly port: number;
  readonly servers: readonly number[];
}

const NGINX: ProxyKind = {
  name: 'nginx',
  program: findProgram('nginx', SBIN) ?? '',
  file: 'nginx/stepstream.conf',
  idle: [
    ['proxy_read_timeout 75s', 'proxy_read_timeout 2s'],
    ['proxy_send_timeout 75s', 'proxy_send_timeout 2s'],
  ],
  below: [['location / {', 'location /app/ {']],
  prepare(text, { folder, port, servers }) {
    const others = servers.slice(1).map((each) => `server 127.0.0.1:${each} max_fails=0;`);
    const http = changed(text, [
      ['listen 443 ssl', `listen ${port} ssl`],
      ['/etc/ssl/steps.example.org/fullchain.pem', `${folder}/cert.pem`],
      ['/etc/ssl/steps.example.org/privkey.pem', `${folder}/key.pem`],
      ['server 127.0.0.1:8000 max_fails=0;', `server 127.0.0.1:${servers[0]} max_fails=0;`],
      ['# server 127.0.0.1:8001 max_fails=0;', others.join('\n')],
    ]);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    return `daemon off; pid ${folder}/pid; error_log stderr; events {}
http {
${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
access_log off;
${http}
}`;
  },
  // It opens a log before it has read what it is to log to.
  command: (program, folder) => [
    ...[program, '-e', 'stderr', '-p', folder, '-c', join(folder, 'config')],
  ],
};

const HAPROXY: ProxyKind = {
  name: 'haproxy',
  program: findProgram('haproxy', SBIN) ?? '',
  file: 'haproxy/haproxy.cfg',
  idle: [
    ['timeout tunnel 75s', 'timeout tunnel 2s'],
    ['timeout client 75s', 'timeout client 2s'],
    ['timeout server 75s', 'timeout server 2s'],
  ],
  below: [['default_backend stepstream', 'use_backend stepstream if { path -m beg /app/ }']],
  prepare: (text, { folder, port, servers }) =>
    changed(text, [
      // So many would need more descriptors than a test may have.
      ['maxconn 20000', 'maxconn 200'],
      [
        'bind :443 ssl crt /etc/haproxy/steps.example.org.pem',
        `bind :${port} ssl crt ${folder}/both.pem`,
      ],
      ['server one 127.0.0.1:8000', `server one 127.0.0.1:${servers[0]}`],
      ...(servers[1]
        ? [['# server two 127.0.0.1:8001', `server two 127.0.0.1:${servers[1]}`] as const]
        : []),
    ]),
  command: (program, folder) => [program, '-db', '-f', join(folder, 'config')],
};

const CADDY: ProxyKind = {
  name: 'caddy',
  program: findProgram('caddy') ?? '',
  file: 'caddy/Caddyfile',
  holds: true,
  idle: [],
  below: [['handle {', 'handle /app/* {']],
  prepare: (text, { folder, port, servers }) =>
    `{\n\tadmin off\n\tauto_https off\n\tstorage file_system ${folder}/storage\n}\n${changed(text, [
      ['steps.example.org {', `:${port} {\n\ttls ${folder}/cert.pem ${folder}/key.pem`],
      [
        'reverse_proxy 127.0.0.1:8000 {',
        `reverse_proxy ${servers.map((each) => `127.0.0.1:${each}`).join(' ')} {`,
      ],
    ])}`,
  command: (program, folder) => [
    ...[program, 'run', '--adapter', 'caddyfile', '--config', join(folder, 'config')],
  ],
};

/** Three servers behind HAProxy, as `deploy/docker/cluster` has them. */
export const HAPROXY_CLUSTER: ProxyKind = {
  ...HAPROXY,
  file: 'haproxy/cluster.cfg',
  prepare: (text, { folder, port, servers }) =>
    changed(text, [
      ['maxconn 40000', 'maxconn 2000'],
      [
        'bind :8443 ssl crt /etc/haproxy/certificates/steps.example.org.pem',
        `bind :${port} ssl crt ${folder}/both.pem`,
      ],
      ['bind :8404', `bind unix@${folder}/metrics.sock`],
      ...['one', 'two', 'three'].map(
        (name, i) =>
          [
            `server ${name} stepstream-${name}:8000`,
            `server ${name} 127.0.0.1:${servers[i]}`,
          ] as const,
      ),
    ]),
};

/** All that stand before one server or more. */
export const PROXIES: readonly ProxyKind[] = [NGINX, HAPROXY, CADDY];

/** For the names of tests that are skipped. */
export function needsProxy({ name, program }: ProxyKind): string {
  return program ? '' : ` (skipped: no ${name}; apt-get install ${name})`;
}

/** Starts a proxy with its configuration in `deploy/`. It listens on all addresses, for HTTPS. */
export function startProxy(kind: ProxyKind, options: ProxyOptions): Promise<ServerProcess> {
  const { servers, certificate, changes = [] } = options;
  const text = changed(readFileSync(join(DEPLOY, kind.file), 'utf8'), changes);
  return startServerProcess({
    name: kind.name,
    // nginx has workers, which end with it only where it is asked to.
    endSignal: 'SIGTERM',
    async prepare(folder) {
      // nginx's workers are another user's.
      await chmod(folder, 0o755);
      const { cert, key } = certificate;
      await writeFile(join(folder, 'cert.pem'), cert);
      await writeFile(join(folder, 'key.pem'), key);
      await writeFile(join(folder, 'both.pem'), `${cert}\n${key}`);
    },
    async configure(folder, port) {
      await writeFile(join(folder, 'config'), kind.prepare(text, { folder, port, servers }));
    },
    command: (folder) => kind.command(kind.program, folder),
    isReady: () => Promise.resolve(true),
  });
}

/** @throws {Error} where a text is not there, or more than once */
function changed(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  let result = text;
  for (const [from, to] of changes) {
    if (result.split(from).length !== 2) throw new Error(`not once in the file: ${from}`);
    result = result.replace(from, () => to);
  }
  return result;
}
