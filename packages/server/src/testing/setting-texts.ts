/** The environment variable of each setting, as the documents name it. */
export const VARIABLES = {
  host: 'STEPSTREAM_HOST',
  port: 'STEPSTREAM_PORT',
  model: 'STEPSTREAM_MODEL',
  logLevel: 'STEPSTREAM_LOG_LEVEL',
  sessionTimeout: 'STEPSTREAM_SESSION_TIMEOUT',
  resumeWindow: 'STEPSTREAM_RESUME_WINDOW',
  maxDetached: 'STEPSTREAM_MAX_DETACHED',
  pingInterval: 'STEPSTREAM_PING_INTERVAL',
  maxFrameBytes: 'STEPSTREAM_MAX_FRAME_BYTES',
  maxSessions: 'STEPSTREAM_MAX_SESSIONS',
  maxRate: 'STEPSTREAM_MAX_RATE',
  trustProxy: 'STEPSTREAM_TRUST_PROXY',
  memoryBudget: 'STEPSTREAM_MEMORY_BUDGET',
  maxAddressConnections: 'STEPSTREAM_MAX_ADDRESS_CONNECTIONS',
  maxAddressHandshakes: 'STEPSTREAM_MAX_ADDRESS_HANDSHAKES',
  maxAddressSessions: 'STEPSTREAM_MAX_ADDRESS_SESSIONS',
  maxAddressRequests: 'STEPSTREAM_MAX_ADDRESS_REQUESTS',
  maxAddressPushes: 'STEPSTREAM_MAX_ADDRESS_PUSHES',
  maxAddressFailures: 'STEPSTREAM_MAX_ADDRESS_FAILURES',
  maxUserSessions: 'STEPSTREAM_MAX_USER_SESSIONS',
  maxViewers: 'STEPSTREAM_MAX_VIEWERS',
  lan: 'STEPSTREAM_LAN',
  lanPort: 'STEPSTREAM_LAN_PORT',
  tlsCert: 'STEPSTREAM_TLS_CERT',
  tlsKey: 'STEPSTREAM_TLS_KEY',
  hsts: 'STEPSTREAM_HSTS',
  store: 'STEPSTREAM_STORE',
  historyStore: 'STEPSTREAM_HISTORY_STORE',
  historyRetention: 'STEPSTREAM_HISTORY_RETENTION',
  checkpointInterval: 'STEPSTREAM_CHECKPOINT_INTERVAL',
  stateFolder: 'STEPSTREAM_STATE_FOLDER',
  cluster: 'STEPSTREAM_CLUSTER',
  workers: 'STEPSTREAM_WORKERS',
  drainDelay: 'STEPSTREAM_DRAIN_DELAY',
  drainSpread: 'STEPSTREAM_DRAIN_SPREAD',
  grace: 'STEPSTREAM_GRACE',
  admin: 'STEPSTREAM_ADMIN',
  adminToken: 'STEPSTREAM_ADMIN_TOKEN',
  adminPort: 'STEPSTREAM_ADMIN_PORT',
  adminHost: 'STEPSTREAM_ADMIN_HOST',
  publicUrl: 'STEPSTREAM_PUBLIC_URL',
  basePath: 'STEPSTREAM_BASE_PATH',
  allowedOrigins: 'STEPSTREAM_ALLOWED_ORIGINS',
  auth: 'STEPSTREAM_AUTH',
  authSecret: 'STEPSTREAM_AUTH_SECRET',
  authSecretFile: 'STEPSTREAM_AUTH_SECRET_FILE',
  authJwks: 'STEPSTREAM_AUTH_JWKS',
  authIssuer: 'STEPSTREAM_AUTH_ISSUER',
  authAudience: 'STEPSTREAM_AUTH_AUDIENCE',
  trustUserIds: 'STEPSTREAM_TRUST_USER_IDS',
  auditLog: 'STEPSTREAM_AUDIT_LOG',
  hashUserIds: 'STEPSTREAM_HASH_USER_IDS',
  slowFrameMs: 'STEPSTREAM_SLOW_FRAME_MS',
  webhookUrl: 'STEPSTREAM_WEBHOOK_URL',
  webhookSecret: 'STEPSTREAM_WEBHOOK_SECRET',
  webhookAllowHttp: 'STEPSTREAM_WEBHOOK_ALLOW_HTTP',
} as const;

/** The secret in the examples of Standard Webhooks. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Any number of something, or 0 for no limit. */
const COUNTS: { readonly good: readonly (readonly [string, unknown])[]; bad: string[] } = {
  good: [
    ['0', 0],
    ['1000000', 1_000_000],
  ],
  bad: ['1000001', '-1', '1.5', 'many', ''],
};

/** The name of a setting. */
export type Name = keyof typeof VARIABLES;

/** For each setting, texts that it takes, with their values, and texts that it refuses. */
export const TEXTS: Record<
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
  model: {
    good: ['classic', 'tcn-3', './a model/x.safetensors'].map((text) => [text, text]),
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
  pingInterval: {
    good: [
      ['0', 0],
      ['25', 25],
      ['3600', 3600],
    ],
    bad: ['3601', '-1', '2.5', '25s', ''],
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
  trustProxy: {
    good: [
      ['0', 0],
      ['2', 2],
    ],
    bad: ['11', '-1', 'true', 'loopback', ''],
  },
  memoryBudget: {
    good: [
      ['auto', 'auto'],
      ['16777216', 16_777_216],
    ],
    bad: ['0', '16777215', '512MiB', 'AUTO', ''],
  },
  maxAddressConnections: COUNTS,
  maxAddressHandshakes: COUNTS,
  maxAddressSessions: COUNTS,
  maxAddressRequests: COUNTS,
  maxAddressPushes: COUNTS,
  maxAddressFailures: COUNTS,
  maxUserSessions: COUNTS,
  maxViewers: COUNTS,
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
  hsts: {
    good: [
      ['0', 0],
      ['31536000', 31_536_000],
    ],
    bad: ['63072001', '-1', '1.5', '1y', ''],
  },
  // Judged when it is opened: what is wrong with it may be a password, which no message tells.
  store: { good: [['memory', 'memory']], bad: [] },
  historyStore: { good: [['sqlite:./history.db', 'sqlite:./history.db']], bad: [] },
  historyRetention: {
    good: [
      ['0', 0],
      ['365', 365],
      ['36500', 36_500],
    ],
    bad: ['36501', '-1', '1.5', '30d', 'forever', ''],
  },
  checkpointInterval: {
    good: [
      ['0.1', 0.1],
      ['5', 5],
      ['3600', 3600],
    ],
    bad: ['0', '0.05', '3600.1', '-5', '5s', ''],
  },
  stateFolder: { good: [['/var/lib/stepstream', '/var/lib/stepstream']], bad: [] },
  cluster: {
    good: [
      ['none', 'none'],
      ['redis://cache', 'redis://cache'],
      ['rediss+cluster://one,two', 'rediss+cluster://one,two'],
    ],
    bad: ['postgres://db', 'cache', 'redis+what://cache'],
  },
  drainDelay: {
    good: [
      ['0', 0],
      ['2.5', 2.5],
      ['600', 600],
    ],
    bad: ['600.1', '-1', '5s', 'auto', ''],
  },
  drainSpread: {
    good: [
      ['auto', 'auto'],
      ['0', 0],
      ['7.5', 7.5],
    ],
    bad: ['600.1', '-1', 'Auto', '5s', ''],
  },
  grace: {
    good: [
      ['30', 30],
      ['0.1', 0.1],
    ],
    bad: ['0', '1801', '1m', ''],
  },
  admin: {
    good: ['open', 'token'].map((text) => [text, text]),
    bad: ['none', 'Open', 'yes'],
  },
  adminToken: {
    good: ['sixteen-letters.', 'x'.repeat(256)].map((text) => [text, text]),
    bad: ['fifteen-letters', 'a token with blanks', 'x'.repeat(257), 'ümlaute-in-a-token'],
  },
  workers: {
    good: [
      ['auto', 'auto'],
      ['1', 1],
      ['256', 256],
    ],
    bad: ['0', '257', '1.5', 'AUTO', 'all', ''],
  },
  adminPort: {
    good: [
      ['none', 'none'],
      ['0', 0],
      ['9000', 9000],
    ],
    bad: ['65536', '-1', 'None', ''],
  },
  adminHost: { good: ['0.0.0.0', '::1'].map((text) => [text, text]), bad: [''] },
  publicUrl: {
    good: [
      ['https://steps.example.org', 'https://steps.example.org'],
      ['https://Example.org/steps/', 'https://example.org/steps'],
      ['http://steps.lan:8080', 'http://steps.lan:8080'],
    ],
    bad: [
      'steps.example.org',
      'wss://steps.example.org',
      'https://a.example/?x',
      'https://u@a.example',
    ],
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
  allowedOrigins: {
    good: [
      ['https://app.example.org', 'https://app.example.org'],
      [
        ' https://App.Example.org:443/ , http://b.example:8080,',
        'https://app.example.org,http://b.example:8080',
      ],
      ['*', '*'],
      ['null', 'null'],
      ['file://, *', 'file://,*'],
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
  auth: { good: ['none', 'token'].map((text) => [text, text]), bad: ['jwt', 'Token', ''] },
  authSecret: {
    good: ['x'.repeat(32), 'ü'.repeat(16)].map((text) => [text, text]),
    bad: ['x'.repeat(31), 'secret'],
  },
  authSecretFile: { good: [['/run/secrets/steps', '/run/secrets/steps']], bad: [] },
  authJwks: {
    good: ['https://id.example.org/jwks.json', 'http://127.0.0.1:9000/keys'].map((t) => [t, t]),
    bad: [
      'http://id.example.org/jwks.json',
      'id.example.org',
      'file:///keys',
      'https://a:b@id.example',
    ],
  },
  authIssuer: { good: [['https://id.example.org', 'https://id.example.org']], bad: [] },
  authAudience: { good: [['stepstream', 'stepstream']], bad: [] },
  trustUserIds: {
    good: [
      ['true', true],
      ['false', false],
    ],
    bad: ['yes', '1'],
  },
  auditLog: { good: [['/var/log/steps-audit.log', '/var/log/steps-audit.log']], bad: [] },
  hashUserIds: {
    good: [
      ['true', true],
      ['false', false],
    ],
    bad: ['yes', ''],
  },
  slowFrameMs: {
    good: [
      ['0', 0],
      ['250', 250],
    ],
    bad: ['-1', '1.5', '600001', 'never', ''],
  },
  webhookUrl: {
    good: [
      ['https://app.example.org', 'https://app.example.org/'],
      [
        ' https://App.example.org/steps?key=1 , http://127.0.0.1:9000/,',
        'https://app.example.org/steps?key=1,http://127.0.0.1:9000/',
      ],
    ],
    bad: [
      'app.example.org',
      'ftp://app.example.org',
      'https://',
      'https://user:secret@app.example.org',
      'https://app.example.org/#here',
      Array(11).fill('https://app.example.org').join(),
    ],
  },
  webhookSecret: {
    good: [SECRET, `${SECRET},whsec_${'QUJD'.repeat(21)}`].map((text) => [text, text]),
    bad: [
      SECRET.slice(6),
      'whsec_c2hvcnQ=',
      `whsec_${'QUJD'.repeat(22)}`,
      `${SECRET}!`,
      `${SECRET},secret`,
    ],
  },
  webhookAllowHttp: {
    good: [
      ['true', true],
      ['false', false],
    ],
    bad: ['yes', ''],
  },
};
