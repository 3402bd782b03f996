import { APP_ICONS, ICON } from './bundle.ts';

export const MANIFEST_PATH = '/console/app.webmanifest';

/** What a phone is told that installs the step counter as an app. All addresses lie below the base path. */
export function appManifest(basePath: string): object {
  const icon = (name: string, sizes: string, type: string, purpose = 'any') => ({
    src: `${basePath}/console/${name}`,
    ...{ sizes, type, purpose },
  });
  const [small, large, maskable] = APP_ICONS;
  return {
    id: `${basePath}/`,
    name: 'Stepstream step counter',
    short_name: 'Stepstream',
    description: 'Counts the steps of this phone on a Stepstream server.',
    start_url: `${basePath}/#phone`,
    scope: `${basePath}/`,
    display: 'standalone',
    orientation: 'any',
    background_color: '#0f1216',
    theme_color: '#0b63c5',
    icons: [
      icon(small, '192x192', 'image/png'),
      icon(large, '512x512', 'image/png'),
      icon(maskable, '512x512', 'image/png', 'maskable'),
      icon(ICON, 'any', 'image/svg+xml'),
    ],
  };
}
