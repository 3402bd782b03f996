import type { Section } from './browser/find.ts';
import { type RenderedDocument, textOf } from './render-document.ts';

/** Longest text of a section, in characters: tables of hundreds of figures are not what people look for. */
const MAX_TEXT = 4000;

/** The sections of a page, each with the text below its heading, for the search. */
export function sectionsOf(path: string, { title, html }: RenderedDocument): Section[] {
  const parts = html.split(/(?=<h[1-6] id=)/);
  return parts.flatMap((part) => {
    const [, id = '', heading = ''] =
      /^<h[1-6] id="([^"]*)">(.*?)<a class="anchor"/s.exec(part) ?? [];
    const body = part.replace(/^<h[1-6] .*?<\/h[1-6]>/s, '').replace(/<\/(td|th|li|p)>/g, ' ');
    const text = textOf(body).replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
    if (id === '' || (text === '' && heading === '')) return [];
    const own = textOf(heading);
    return [{ page: path, title, heading: own === title ? '' : own, anchor: id, text }];
  });
}
