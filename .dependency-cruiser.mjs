/**
 * Who may import whom. `npm run check` runs this once over the whole repository:
 * `depcruise packages test docs bench build chaos`.
 *
 * A package may use what its list below names; inside the server each folder has such a list, too.
 * Everything is imported by a package's name and its declared entries; nothing is circular, types included.
 */

/** What a file that may use more is called: it is not part of what it lies in. */
const TEST = String.raw`\.test\.tsx?$|/testing/|^packages/[^/]+/src/.*/bench/`;

/**
 * The packages, and those of ours that each may import. Node's modules and Bun are for those that run in
 * one place only.
 */
const PACKAGES = {
  math: { uses: [] },
  protocol: { uses: ['math'] },
  detector: { uses: ['math', 'protocol'] },
  client: { uses: ['protocol'] },
  synthetic: { uses: ['math'] },
  formats: { uses: ['math'] },
  calendar: { uses: [] },
  analysis: { uses: ['calendar', 'detector', 'formats', 'math'] },
  plot: { uses: ['analysis', 'detector', 'math'] },
  report: { uses: ['analysis', 'calendar', 'detector', 'formats', 'math', 'plot'] },
  console: {
    uses: [
      ...['analysis', 'calendar', 'client', 'detector', 'formats', 'math', 'plot', 'protocol'],
      ...['report', 'synthetic'],
    ],
  },
  server: {
    uses: [
      ...['analysis', 'calendar', 'client', 'detector', 'formats', 'math', 'plot', 'protocol'],
      ...['report', 'synthetic'],
    ],
  },
  trainer: { uses: ['analysis', 'detector', 'formats', 'math', 'plot', 'server', 'synthetic'] },
};

/** What npm publishes. */
const PUBLISHED = '^packages/(protocol|detector|client|formats|server)/src/';

/** Packages that run in browsers, too. The default model's file is inlined by the build. */
const PURE =
  '^packages/(math|calendar|protocol|detector|client|synthetic|analysis|plot|report|console)/src/';
const READS_THE_DEFAULT_MODEL = '^packages/detector/src/default-model[.]ts$';
/** What `formats` does with files stays in one folder and its index. */
const PURE_FORMATS = '^packages/formats/src/(?!files/|index[.]ts$)';

/** The server's folders, and those that each may import beside itself. */
const SERVER = {
  hooks: [],
  config: ['settings'],
  settings: ['auth', 'webhooks'],
  redis: [],
  store: ['redis'],
  cluster: ['durable', 'events', 'hooks', 'live', 'redis', 'session', 'store'],
  durable: ['session', 'store'],
  session: ['hooks'],
  limits: ['auth', 'session'],
  auth: ['hooks'],
  audit: ['auth'],
  http: ['audit', 'auth', 'documents', 'session', 'store'],
  documents: ['http', 'stream'],
  stream: ['hooks', 'session'],
  history: ['auth', 'http', 'session', 'store'],
  live: ['hooks', 'session', 'stream'],
  ingest: ['hooks', 'http', 'session', 'stream'],
  events: ['auth', 'hooks', 'http', 'session'],
  webhooks: ['auth', 'hooks', 'http', 'session'],
  metrics: ['auth', 'durable', 'hooks', 'http', 'session', 'store', 'stream', 'webhooks'],
  page: ['auth', 'documents', 'http', 'stream'],
  engine: [
    ...[
      'audit',
      'auth',
      'cluster',
      'durable',
      'events',
      'history',
      'hooks',
      'http',
      'ingest',
      'limits',
      'live',
      'metrics',
      'page',
    ],
    ...['session', 'settings', 'store', 'stream', 'webhooks'],
  ],
  adapters: ['auth', 'engine', 'http', 'session', 'stream'],
  listen: ['limits', 'auth', 'engine', 'http', 'session', 'store', 'stream'],
  cli: ['audit', 'config', 'history', 'listen', 'settings'],
};

/** Imported by a relative path, and not by the name of a package. */
const BY_PATH = { dependencyTypes: ['local'], dependencyTypesNot: ['aliased'] };

const outsiders = (name, uses) => ({
  name: `${name}-uses`,
  comment: `packages/${name} may import ${uses.join(', ') || 'no other package of ours'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: TEST },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...uses].join('|')})/` },
});
const strangers = (folder, uses) => ({
  name: `server-${folder}-uses`,
  comment: `packages/server/src/${folder} may import ${['only packages', ...uses].join(', ')}.`,
  severity: 'error',
  from: { path: `^packages/server/src/${folder}/`, pathNot: TEST },
  to: {
    path: '^packages/server/src/[^/]+/',
    pathNot: `^packages/server/src/(${[folder, ...uses].join('|')})/`,
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules import each other in a circle; one of types counts, too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-deep-import',
      comment: "Another package is imported by its name and one of its package.json's exports.",
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/', ...BY_PATH },
    },
    {
      name: 'no-deep-import-from-outside',
      comment: 'A package is imported by its name and one of its declared entries.',
      severity: 'error',
      from: { path: '^(test|docs|bench|build|chaos|samples)/' },
      to: { path: '^packages/', ...BY_PATH },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'There is no such file, or the package declares no such entry.',
      severity: 'error',
      from: {},
      // Node has SQLite from version 22 on.
      to: { couldNotResolve: true, pathNot: '^(bun|bun:.*|node:sqlite)$' },
    },
    ...Object.entries(PACKAGES).map(([name, { uses }]) => outsiders(name, uses)),
    ...Object.entries(SERVER).map(([folder, uses]) => strangers(folder, uses)),
    {
      name: 'runs-everywhere',
      comment: 'This runs in browsers, too: no modules of Node or Bun.',
      severity: 'error',
      from: { path: [PURE, PURE_FORMATS], pathNot: [TEST, READS_THE_DEFAULT_MODEL] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'runs-without-bun',
      comment: 'Only types may come from Bun: what other programs import runs under Node.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TEST },
      to: { path: '^bun$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'session-knows-no-socket',
      comment: 'packages/server/src/session knows no socket, no HTTP and no file.',
      severity: 'error',
      from: { path: '^packages/server/src/session/', pathNot: TEST },
      to: { path: '^(bun|(node:)?(http|net|fs|tls).*)$|node_modules/(hono|ws|crossws|pino)/' },
    },
    {
      name: 'store-by-its-index',
      comment:
        'What a store is made of is its own affair: others import packages/server/src/store/index.ts.',
      severity: 'error',
      from: { path: '^packages/server/src/(?!store/)', pathNot: TEST },
      to: { path: '^packages/server/src/store/(?!index[.]ts$)' },
    },
    {
      name: 'store-kinds-apart',
      comment: 'A kind of store knows no other kind, and only it knows its database.',
      severity: 'error',
      from: {
        path: '^packages/server/src/store/(memory|sqlite|postgres|redis|buffered)/',
        pathNot: TEST,
      },
      to: {
        path: '^packages/server/src/store/(memory|sqlite|postgres|redis|buffered)/',
        pathNot: '/store/$1/',
      },
    },
    {
      name: 'databases-in-their-stores',
      comment: 'Clients of databases are for the store of their kind.',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: [TEST, '^packages/server/src/(redis|cluster|store/(sqlite|postgres|redis))/'],
      },
      to: { path: '^(bun:sqlite|(node:)?sqlite)$|node_modules/(pg|ioredis)/' },
    },
    {
      name: 'cli-is-on-top',
      comment: 'Only the command line itself imports the command line.',
      severity: 'error',
      from: { path: '^packages/server/src/(?!cli/|internals[.]ts$)', pathNot: TEST },
      to: { path: '^packages/server/src/cli/' },
    },
    {
      name: 'published-uses-published-entries',
      comment:
        "A package's internals are for this repository's private packages, tests and documents.",
      severity: 'error',
      from: { path: PUBLISHED, pathNot: TEST },
      to: { path: '^packages/([^/]+)/src/(internals[.]ts|testing/)', pathNot: '^packages/$1/' },
    },
    {
      name: 'declared-dependencies',
      comment: 'What is published imports what its package.json lists under dependencies.',
      severity: 'error',
      from: { path: PUBLISHED, pathNot: TEST },
      to: { path: '^node_modules/', dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'testing-is-for-tests',
      comment:
        'Only tests, documents, the benchmark and chaos import the trainer and packages/testing.',
      severity: 'error',
      from: { path: '^packages/(?!trainer/|testing/)', pathNot: TEST },
      to: { path: '^packages/(trainer|testing)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
