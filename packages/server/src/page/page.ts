import { type DetectorModel, lookAhead } from '@stepstream/detector';
import type { PageConfig } from '@stepstream/protocol';
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { renderSVG } from 'uqr';
import type { Access } from '../auth/access.ts';
import { type Caller, hostOf, isLoopbackName } from '../auth/caller.ts';
import { callerOf, type RestEnv } from '../http/rest-env.ts';
import { type Asset, type Bundle, loadConsole } from './bundle.ts';
import { pageHtml } from './html.ts';

/** What the page's routes need. */
export interface PageContext {
  readonly access: Access;
  readonly model: DetectorModel;
  /** Where phones on the local network find the server, if they do. */
  lanUrl(): string | undefined;
  /** Whether the certificate there is one that browsers warn of. */
  readonly selfSigned: boolean;
  /** Whether the server's own address speaks HTTPS. */
  readonly secure: boolean;
}

/** Nothing but what this server itself sends may run, be shown or be asked. */
const HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
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
  // Whether a host is to be asked over HTTPS only is for who runs it to say.
  strictTransportSecurity: false,
  // Of no use here, and browsers complain of it where HTTPS and HTTP share a host.
  originAgentCluster: false,
});

/** The routes of the console: the page at `/`, and what it needs below `/console`. */
export function createConsolePage(context: PageContext): Hono<RestEnv> {
  const { access, model, lanUrl, selfSigned, secure } = context;
  const app = new Hono<RestEnv>();
  const phoneUrl = (c: Context<RestEnv>) => {
    const base = lanUrl() ?? networkUrl(callerOf(c), secure);
    return base === undefined ? null : `${base}/#phone`;
  };
  let bundling: Promise<Bundle> | undefined;
  const bundle = () => {
    bundling ??= loadConsole().catch((error) => {
      bundling = undefined;
      throw error;
    });
    return bundling;
  };

  app.get('/', HEADERS, async (c) => {
    const facts: PageConfig = {
      model: model.id,
      look_ahead: lookAhead(model),
      phone_url: phoneUrl(c),
      self_signed: selfSigned,
      operator: access.isOperator(callerOf(c)),
    };
    c.header('cache-control', 'no-store');
    return c.html(pageHtml(await bundle(), facts));
  });

  app.get('/console/phone.svg', HEADERS, (c, next) => {
    const url = phoneUrl(c);
    if (url === null) return next();
    c.header('content-type', 'image/svg+xml');
    c.header('cache-control', 'no-store');
    return Promise.resolve(c.body(renderSVG(url, { border: 3, ecc: 'M', pixelSize: 8 })));
  });

  app.get('/console/:file', HEADERS, async (c, next) => {
    const asset = (await bundle()).assets.get(c.req.param('file'));
    if (!asset) return next();
    c.header('cache-control', 'public, max-age=31536000, immutable');
    return send(c, asset);
  });

  return app;
}

/** The address that was asked for the page, where phones can use it too: it has to be HTTPS. */
function networkUrl(caller: Caller, secure: boolean): string | undefined {
  const host = hostOf(caller);
  const isSecure = secure || caller.headers.get('x-forwarded-proto') === 'https';
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
