import type { ComponentChildren } from 'preact';

/** A sentence in which `` `code` `` stands in backticks, and what is named on the page between asterisks. */
export function marked(sentence: string): ComponentChildren {
  return sentence.split(/(`[^`]+`|\*[^*]+\*)/).map((part) => {
    const inner = part.slice(1, -1);
    if (part.startsWith('`')) return <code key={part}>{inner}</code>;
    return part.startsWith('*') ? <strong key={part}>{inner}</strong> : part;
  });
}
