import { AVOIDED } from './words.ts';

/** Something about a document's prose that should be otherwise. */
export interface Remark {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Longest sentence, in words. What is longer is two thoughts, and reads better as two sentences. */
export const MAX_WORDS = 42;

/**
 * Reads a document's prose: words that are to be avoided, sentences that are too long, and a page that does not say
 * whom it is for. Code, tables' figures and generated parts are not read.
 *
 * @param isPage whether the first line has to say whom it is for
 */
export function checkDocument(
  markdown: string,
  { isPage }: { readonly isPage: boolean },
): Remark[] {
  const lines = proseOf(markdown).split('\n');
  const remarks = [...wordRemarks(lines), ...sentenceRemarks(lines)];
  if (isPage && !/^# .+\n\nFor /.test(markdown)) {
    remarks.push({
      line: 3,
      text: 'the first line has to say whom the page is for: "For operators: …"',
    });
  }
  return remarks.sort((a, b) => a.line - b.line);
}

/** The document with everything blanked that is no prose; lines stay where they are. */
function proseOf(markdown: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, '');
  return markdown
    .replace(/<!-- ([^ ]+): generated.*?<!-- \/\1 -->/gs, blank)
    .replace(/^ *```.*?^ *```/gms, blank)
    .replace(/<!--.*?-->/gs, blank)
    .replace(/`[^`\n]*`/g, 'code')
    .replace(/\]\([^)]*\)/g, ']');
}

function wordRemarks(lines: readonly string[]): Remark[] {
  return lines.flatMap((line, i) =>
    AVOIDED.flatMap(({ pattern, instead }) =>
      [...line.matchAll(pattern)].map(([word]) => ({
        line: i + 1,
        text: `"${word}": write ${instead}`,
      })),
    ),
  );
}

/** Sentences of paragraphs and of items of lists. A table's cell is no sentence. */
function sentenceRemarks(lines: readonly string[]): Remark[] {
  const remarks: Remark[] = [];
  let words: string[] = [];
  let start = 1;
  const end = () => {
    if (words.length > MAX_WORDS) {
      const begin = words.slice(0, 6).join(' ');
      remarks.push({ line: start, text: `a sentence of ${words.length} words: "${begin} …"` });
    }
    words = [];
  };
  for (const [i, line] of lines.entries()) {
    if (/^\s*(?:$|#|\||[-*] |\d+\. |>)/.test(line)) end();
    if (/^\s*(?:$|#|\|)/.test(line)) continue;
    for (const word of line.split(/\s+/)) {
      if (!/[\p{L}\p{N}]/u.test(word)) continue;
      if (words.length === 0) start = i + 1;
      words.push(word);
      if (/[.!?:;][)"*_\]]*$/.test(word)) end();
    }
  }
  end();
  return remarks;
}
