/**
 * The path of a request below the base path. A proxy may keep the base path or strip it before it
 * passes a request on, so both forms are taken: with the base path `/app`, `/app/sessions` and
 * `/sessions` are the same, and `/app` is `/`.
 *
 * @param pathname - the path of a URL, without query
 * @param basePath - such as `/app`, without a slash at its end; empty for none
 */
export function stripBasePath(pathname: string, basePath: string): string {
  if (basePath === '') return pathname;
  if (pathname === basePath) return '/';
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
}

/** A base path as the server uses it: `app/` is `/app`, `/` is empty; undefined where it is none. */
export function normaliseBasePath(text: string): string | undefined {
  const segments = text.replace(/^\/|\/$/g, '').split('/');
  if (segments.length === 1 && segments[0] === '') return '';
  const valid = segments.every((one) => /^[\w.~-]+$/.test(one) && !/^\.{1,2}$/.test(one));
  return valid ? `/${segments.join('/')}` : undefined;
}
