/** A block of code in a document. */
export interface DocBlock {
  readonly language: string;
  readonly text: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
  /** What it must print: the block of `text` that follows it, if one does. */
  readonly output: string | null;
}

/** The blocks of code of a Markdown document, in order. */
export function docBlocks(document: string): DocBlock[] {
  const found = [...document.matchAll(/^( *)```(\w*)\n(.*?)^\1```/gms)];
  return found.map((match, i) => {
    const next = found[i + 1];
    const between = next && document.slice(match.index + match[0].length, next.index);
    return {
      language: match[2] ?? '',
      text: dedented(match[3] ?? '', match[1] ?? ''),
      line: document.slice(0, match.index).split('\n').length + 1,
      output: next?.[2] === 'text' && between?.trim() === '' ? (next[3] ?? '') : null,
    };
  });
}

/** A block in a list is as far in as its item. */
function dedented(text: string, indent: string): string {
  return indent === '' ? text : text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}
