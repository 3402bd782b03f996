import { GROUPS, INTERFACES } from './contents.ts';
import type { RenderedDocument } from './render-document.ts';
import { pagePath, relativeAddress } from './site-path.ts';

/** What a page is made of, beside its document. */
export interface PageFrame {
  /** Its path in the site. */
  readonly path: string;
  /** Titles of all pages, by the paths of their documents. */
  readonly titles: ReadonlyMap<string, string>;
}

/** The order in which pages lead from one to the next. */
const ORDER = GROUPS.flatMap(({ pages }) => pages);
/** Headings that the list beside a page shows. */
const LISTED_LEVEL = 2;

/** A whole page. It loads its style and script from the site, and nothing from elsewhere. */
export function pageHtml(document: RenderedDocument, { path, titles }: PageFrame): string {
  const to = (target: string) => relativeAddress(path, target);
  const top = '../'.repeat(path.split('/').length - 1);
  const isHome = path === 'index.html';
  const title = isHome ? 'Stepstream' : `${escaped(document.title)} – Stepstream`;
  return `<!doctype html>
<html lang="en" data-top="${top}"${isHome ? ' data-home' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${to('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('style.css')}">
<script src="${to('theme.js')}"></script>
<script src="${to('site.js')}" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<button type="button" class="menu-button" popovertarget="menu">Menu</button>
<a class="brand" href="${to('index.html')}">Stepstream</a>
<div class="search"><input id="search" type="search" placeholder="Search  /" aria-label="Search the documentation" autocomplete="off" hidden><div id="results" class="results" hidden></div></div>
<button type="button" id="theme" hidden>Theme: auto</button>
</header>
<div class="columns">
<nav id="menu" popover aria-label="All pages">
${GROUPS.map(({ title: group, pages }) => menuGroup(group, pages, path, titles)).join('\n')}
</nav>
<main id="content">
${document.html}
${neighbours(path, titles)}
</main>
${onThisPage(document)}
</div>
</body>
</html>
`;
}

function menuGroup(
  group: string,
  pages: readonly string[],
  path: string,
  titles: ReadonlyMap<string, string>,
): string {
  const items = pages.map((page) => {
    const own = pagePath(page);
    const current = own === path ? ' aria-current="page"' : '';
    return `<li><a href="${relativeAddress(path, own)}"${current}>${escaped(titleOf(page, titles))}</a></li>`;
  });
  return `<p>${group}</p>\n<ul>${items.join('')}</ul>`;
}

function titleOf(page: string, titles: ReadonlyMap<string, string>): string {
  if (page === INTERFACES) return 'REST and messages';
  if (page === 'README.md') return 'Stepstream';
  return titles.get(page) ?? page;
}

function onThisPage({ headings }: RenderedDocument): string {
  const listed = headings.filter(({ level }) => level === LISTED_LEVEL);
  if (listed.length < 2) return '<aside></aside>';
  const items = listed.map(({ id, text }) => `<li><a href="#${id}">${escaped(text)}</a></li>`);
  return `<aside><nav aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></nav></aside>`;
}

function neighbours(path: string, titles: ReadonlyMap<string, string>): string {
  const at = ORDER.findIndex((page) => pagePath(page) === path);
  const link = (page: string | undefined, kind: string) =>
    page === undefined
      ? ''
      : `<a class="${kind}" href="${relativeAddress(path, pagePath(page))}">${escaped(titleOf(page, titles))}</a>`;
  if (at < 0) return '';
  return `<footer>${link(ORDER[at - 1], 'before')}${link(ORDER[at + 1], 'after')}</footer>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
