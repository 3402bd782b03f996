import type { PageConfig } from '@stepstream/protocol';
import { MANIFEST_PATH } from './app-manifest.ts';
import { APP_ICONS, type Bundle, ICON } from './bundle.ts';

/** The page itself, empty: its script draws everything. */
export function pageHtml({ script, style, modules }: Bundle, config: PageConfig): string {
  const assets = `${config.base_path}/console`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f6f7f9" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0f1216" media="(prefers-color-scheme: dark)">
<title>Stepstream</title>
<link rel="icon" href="${assets}/${ICON}" type="image/svg+xml">
<link rel="apple-touch-icon" href="${assets}/${APP_ICONS[0]}">
<link rel="manifest" href="${config.base_path}${MANIFEST_PATH}">
<link rel="stylesheet" href="${assets}/${style}">
${modules.map((name) => `<link rel="modulepreload" href="${assets}/${name}">`).join('\n')}
<script type="application/json" id="page-config">${inScript(config)}</script>
<script type="module" src="${assets}/${script}"></script>
</head>
<body>
<div id="app"></div>
<noscript>This page shows a live stream and needs JavaScript.</noscript>
</body>
</html>
`;
}

/** The config as JSON that can't close the script element it stands in. */
function inScript(config: PageConfig): string {
  return JSON.stringify(config).replaceAll('<', '\\u003c');
}
