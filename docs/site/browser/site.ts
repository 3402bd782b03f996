/** What the pages do with scripts: the search, the theme, and links to anchors that have moved. */
import { find, type Section } from './find.ts';

declare global {
  /** The sections, once the index has been loaded. */
  var stepstreamSections: readonly Section[] | undefined;
}

const THEMES = ['auto', 'light', 'dark'] as const;
const root = document.documentElement;
/** From this page to the top of the site, such as `../`. */
const top = root.dataset['top'] ?? '';

const input = document.querySelector<HTMLInputElement>('#search');
const results = document.querySelector<HTMLElement>('#results');
if (input && results) setUpSearch(input, results);

const button = document.querySelector<HTMLButtonElement>('#theme');
if (button) setUpTheme(button);

// Anchors of the interfaces' page used to be at the address of this one.
const anchor = location.hash.slice(1);
if (root.dataset['home'] !== undefined && anchor !== '' && !document.getElementById(anchor)) {
  location.replace(`${top}api.html#${anchor}`);
}

function setUpSearch(field: HTMLInputElement, list: HTMLElement): void {
  field.hidden = false;
  field.addEventListener('focus', loadSections, { once: true });
  field.addEventListener('input', show);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') list.querySelector('a')?.click();
    if (event.key === 'Escape') {
      field.value = '';
      show();
    }
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field.focus();
  });

  function loadSections(): void {
    // A script, not a request: so the search also works where the site is opened from a folder.
    const script = document.createElement('script');
    script.src = `${top}search-index.js`;
    script.onload = show;
    document.head.append(script);
  }

  function show(): void {
    list.replaceChildren();
    list.hidden = field.value.trim() === '';
    if (list.hidden || !globalThis.stepstreamSections) return;
    const hits = find(globalThis.stepstreamSections, field.value);
    if (hits.length === 0)
      list.append(element('p', 'Nothing found. Try one word, or part of one.'));
    for (const { section, excerpt } of hits) {
      const link = document.createElement('a');
      link.href = `${top}${section.page}#${section.anchor}`;
      const where =
        section.heading === '' ? section.title : `${section.title} › ${section.heading}`;
      link.append(element('strong', where), element('span', excerpt));
      list.append(link);
    }
  }
}

function setUpTheme(control: HTMLButtonElement): void {
  const label = () => {
    const theme = root.dataset['theme'] ?? 'auto';
    control.textContent = `Theme: ${theme}`;
  };
  control.hidden = false;
  label();
  control.addEventListener('click', () => {
    const now = THEMES.findIndex((theme) => theme === (root.dataset['theme'] ?? 'auto'));
    const next = THEMES[(now + 1) % THEMES.length] ?? 'auto';
    root.dataset['theme'] = next;
    localStorage.setItem('stepstream-docs-theme', next);
    label();
  });
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
