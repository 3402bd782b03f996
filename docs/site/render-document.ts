/** A heading of a page. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** A document as a page shows it. */
export interface RenderedDocument {
  readonly title: string;
  readonly html: string;
  readonly headings: readonly Heading[];
}

/**
 * Renders a document. Headings get the anchors that sites which show Markdown give them, so a link works in both places.
 *
 * @param target where a link of the document leads on the site; null leaves its text alone
 */
export function renderDocument(
  markdown: string,
  target: (link: string) => string | null,
): RenderedDocument {
  const headings: Heading[] = [];
  const known = new Map<string, number>();
  const body = Bun.markdown
    .html(markdown, { headings: { ids: true } })
    .replace(/<h([1-6])[^>]*>(.*?)<\/h\1>/gs, (_, level: string, inner: string) => {
      const text = textOf(inner);
      const id = uniqueId(anchorOf(text), known);
      headings.push({ level: Number(level), id, text });
      return `<h${level} id="${id}">${inner}<a class="anchor" href="#${id}" aria-label="Link to this section">#</a></h${level}>`;
    })
    .replace(/<table>.*?<\/table>/gs, (table) => `<div class="wide" tabindex="0">${table}</div>`)
    .replace(/<pre>/g, '<pre tabindex="0">');
  return {
    title: headings.find(({ level }) => level === 1)?.text ?? '',
    html: withLinks(body, target),
    headings,
  };
}

/** The text of a piece of HTML. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
};

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function uniqueId(id: string, known: Map<string, number>): string {
  const before = known.get(id) ?? 0;
  known.set(id, before + 1);
  return before === 0 ? id : `${id}-${before}`;
}

function withLinks(html: string, target: (link: string) => string | null): string {
  return html
    .replace(/<a href="([^"]*)">(.*?)<\/a>/gs, (link, href: string, inner: string) => {
      if (href.startsWith('#')) return link;
      if (/^\w+:/.test(href)) return `<a href="${href}" rel="noreferrer">${inner}</a>`;
      const address = target(href);
      return address === null ? inner : `<a href="${address}">${inner}</a>`;
    })
    .replace(/<img([^>]*?) src="([^"]*)"/g, (_, before: string, source: string) => {
      return `<img${before} loading="lazy" src="${target(source) ?? source}"`;
    });
}
