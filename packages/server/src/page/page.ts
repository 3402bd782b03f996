import { type DetectorModel, lookAhead } from '@stepstream/detector';
import type { PageConfig } from '@stepstream/protocol';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { renderSVG } from 'uqr';
import type { Access } from '../auth/access.ts';
import { type Caller, hostOf, isLoopbackName, saysHttps } from '../auth/caller.ts';
import { modelCardPath } from '../documents/model-card.ts';
import type { Audit } from '../http/audited.ts';
import { problem } from '../http/problem.ts';
import { callerOf, connectionOf, type RestEnv } from '../http/rest-env.ts';
import { STREAM_PATH } from '../stream/index.ts';
import { appManifest, MANIFEST_PATH } from './app-manifest.ts';
import { type Asset, type Bundle, loadConsole, WORKER } from './bundle.ts';
import { createConsoleSession } from './console-session.ts';
import { pageHtml } from './html.ts';

/** What the page's routes need. */
export interface PageContext {
  readonly access: Access;
  readonly audit?: Audit;
  readonly model: DetectorModel;
  /** The address for phones on the local network, if there is one. */
  lanUrl(): string | undefined;
  /** Whether the certificate of that address is self-signed, so that browsers warn of it. */
  readonly selfSigned: boolean;
  /** Whether the server's own address speaks HTTPS. */
  readonly secure: boolean;
  /** The path under which proxies publish the server, such as `/app`. Default: none. */
  readonly basePath?: string;
  /** The path of the stream below the base path. Default: `/ws/realtime`. */
  readonly streamPath?: string;
  /** Where proxies publish the server. Default: nowhere. */
  readonly publicUrl?: string;
  /** As whom somebody may stream. Default: as whom the address names. */
  streamsAs?(caller: Caller): PageConfig['streams_as'];
}

/** The page may run, show and request only what comes from this server. */
const HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
  },
  permissionsPolicy: {
    accelerometer: ['self'],
    gyroscope: ['self'],
    screenWakeLock: ['self'],
    camera: [],
    geolocation: [],
    microphone: [],
    payment: [],
    usb: [],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  // Whether a host speaks HTTPS only is the operator's decision.
  strictTransportSecurity: false,
  // Browsers warn of it where HTTPS and HTTP share a host.
  originAgentCluster: false,
});

/** The routes of the console: the page at `/`, and its files below `/console`. */
export function createConsolePage(context: PageContext): Hono<RestEnv> {
  const { access, model, lanUrl, selfSigned, secure } = context;
  const { basePath = '', streamPath = STREAM_PATH } = context;
  const app = new Hono<RestEnv>();
  const phoneUrl = (c: Context<RestEnv>) => {
    const origin = lanUrl() ?? networkUrl(callerOf(c), secure);
    return origin === undefined ? null : `${origin}${basePath}/#phone`;
  };
  let bundling: Promise<Bundle> | undefined;
  const bundle = () => {
    bundling ??= loadConsole().catch((error) => {
      bundling = undefined;
      throw error;
    });
    return bundling;
  };

  const ifOffered: MiddlewareHandler<RestEnv> = (c, next) =>
    connectionOf(c).offer === 'clients' ? Promise.resolve(problem('not_found')) : next();
  app.use('/', ifOffered);
  app.use('/console/*', ifOffered);
  app.use(`/${WORKER}`, ifOffered);

  app.get('/', HEADERS, async (c) => {
    const judged = await access.judge(c.req.raw, connectionOf(c), { scope: 'admin' });
    const config: PageConfig = {
      model: model.id,
      model_card: modelCardPath(model.id) ?? null,
      look_ahead: lookAhead(model),
      phone_url: phoneUrl(c),
      self_signed: selfSigned,
      operator: !('refusal' in judged),
      base_path: basePath,
      stream_path: streamPath,
      streams_as: context.streamsAs?.(callerOf(c)) ?? 'named',
    };
    c.header('cache-control', 'no-store');
    return c.html(pageHtml(await bundle(), config));
  });

  app.get('/console/phone.svg', HEADERS, (c, next) => {
    const url = phoneUrl(c);
    if (url === null) return next();
    c.header('content-type', 'image/svg+xml');
    c.header('cache-control', 'no-store');
    return Promise.resolve(c.body(renderSVG(url, { border: 3, ecc: 'M', pixelSize: 8 })));
  });

  app.route('/', createConsoleSession(context));

  app.get(MANIFEST_PATH, HEADERS, (c) => {
    c.header('cache-control', 'no-cache');
    c.header('content-type', 'application/manifest+json');
    return c.body(JSON.stringify(appManifest(basePath)));
  });

  // A worker has power over what lies below its own address, so it lies at the top.
  app.get(`/${WORKER}`, HEADERS, async (c, next) => {
    const asset = (await bundle()).assets.get(WORKER);
    if (!asset) return next();
    c.header('cache-control', 'no-cache');
    return send(c, asset);
  });

  app.get('/console/:file', HEADERS, async (c, next) => {
    const asset = (await bundle()).assets.get(c.req.param('file'));
    if (!asset) return next();
    c.header('cache-control', 'public, max-age=31536000, immutable');
    return send(c, asset);
  });

  return app;
}

/** The origin that the page was requested from, if phones can use it too: it must be HTTPS. */
function networkUrl(caller: Caller, secure: boolean): string | undefined {
  const host = hostOf(caller);
  const isSecure = secure || saysHttps(caller.headers);
  if (!host || !isSecure || isLoopbackName(host.hostname)) return undefined;
  return `https://${host.host}`;
}

function send(c: Context, { body, gzipped, type }: Asset): Response {
  c.header('content-type', type);
  c.header('vary', 'accept-encoding');
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(body);
  c.header('content-encoding', 'gzip');
  return c.body(gzipped);
}
