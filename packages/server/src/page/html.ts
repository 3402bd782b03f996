import type { PageConfig } from '@stepstream/protocol';
import { type Bundle, ICON } from './bundle.ts';

/** The page itself: everything that is seen is drawn by its script. */
export function pageHtml({ script, style }: Bundle, facts: PageConfig): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f6f7f9" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0f1216" media="(prefers-color-scheme: dark)">
<title>Stepstream</title>
<link rel="icon" href="/console/${ICON}" type="image/svg+xml">
<link rel="stylesheet" href="/console/${style}">
<script type="application/json" id="facts">${inScript(facts)}</script>
<script type="module" src="/console/${script}"></script>
</head>
<body>
<div id="app"></div>
<noscript>This page shows a live stream, and needs JavaScript.</noscript>
</body>
</html>
`;
}

/** JSON that can't end the element it stands in. */
function inScript(facts: PageConfig): string {
  return JSON.stringify(facts).replaceAll('<', '\\u003c');
}
