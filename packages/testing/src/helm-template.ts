/**
 * Renders Helm's templates, as far as the chart of this repository needs: `if`, `else`, `with`, `range`, `define`,
 * `include`, pipelines, and a few functions. What it does not know it refuses. It is no Helm: it shows that the
 * templates nest, name what there is, and make YAML.
 */
import { createHash } from 'node:crypto';

type Scope = Readonly<Record<string, unknown>>;
/** A piece of a template: text, something to print, or a block with what it holds and its `else`. */
type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly code: string }
  | {
      readonly kind: 'if' | 'with' | 'range' | 'define';
      readonly code: string;
      readonly body: Node[];
      readonly otherwise: Node[];
    };
interface Token {
  readonly text: string;
  readonly isCode: boolean;
}

/** Renders templates, one after the other; those that only define something give an empty text. */
export class HelmTemplates {
  readonly #defined = new Map<string, Node[]>();
  readonly #root: Scope;

  /** @param root what is at the top: `Values`, `Release`, `Chart` */
  constructor(root: Scope) {
    this.#root = root;
  }

  /** @throws {Error} for what is not known, and for what is not closed */
  render(template: string): string {
    const tokens = tokensOf(template);
    const nodes = this.#parse(tokens, false).body;
    if (tokens.length > 0) throw new Error('an end or else too many');
    return this.#print(nodes, this.#root);
  }

  #parse(tokens: Token[], isBlock: boolean): { body: Node[]; otherwise: Node[] } {
    const body: Node[] = [];
    for (let token = tokens.shift(); token; token = tokens.shift()) {
      if (!token.isCode) {
        body.push({ kind: 'text', text: token.text });
        continue;
      }
      const [, word = '', code = ''] = /^(\w*)\s*(.*)$/s.exec(token.text) ?? [];
      if (word === 'end' && isBlock) return { body, otherwise: [] };
      if (word === 'else' && isBlock) {
        if (code !== '') throw new Error(`not known: else ${code}`);
        return { body, otherwise: this.#parse(tokens, true).body };
      }
      if (word === 'if' || word === 'with' || word === 'range' || word === 'define') {
        body.push({ kind: word, code, ...this.#parse(tokens, true) });
      } else body.push({ kind: 'print', code: token.text });
    }
    if (isBlock) throw new Error('a block without its end');
    return { body, otherwise: [] };
  }

  #print(nodes: readonly Node[], dot: unknown): string {
    return nodes.map((node) => this.#printOne(node, dot)).join('');
  }

  #printOne(node: Node, dot: unknown): string {
    if (node.kind === 'text') return node.text;
    if (node.kind === 'print') return String(this.#evaluate(node.code, dot) ?? '');
    if (node.kind === 'define') {
      this.#defined.set(JSON.parse(node.code) as string, node.body);
      return '';
    }
    const value = this.#evaluate(node.code, dot);
    if (!isTrue(value)) return this.#print(node.otherwise, dot);
    if (node.kind === 'if') return this.#print(node.body, dot);
    const each = node.kind === 'with' ? [value] : (value as readonly unknown[]);
    return each.map((one) => this.#print(node.body, one)).join('');
  }

  /** A pipeline: each command's value is the last argument of the next. */
  #evaluate(code: string, dot: unknown): unknown {
    const words = code.match(/"(?:[^"\\]|\\.)*"|\(|\)|\||[^\s()|]+/g) ?? [];
    const pipeline = (): unknown => {
      let carried: unknown[] = [];
      for (;;) {
        const terms: unknown[] = [];
        let name: string | undefined;
        while (words.length > 0 && words[0] !== '|' && words[0] !== ')') {
          const word = words.shift() as string;
          if (word === '(') {
            terms.push(pipeline());
            words.shift();
          } else if (/^[a-zA-Z]/.test(word) && !/^(true|false)$/.test(word)) name = word;
          else terms.push(this.#term(word, dot));
        }
        const args = [...terms, ...carried];
        carried = [name ? this.#call(name, args) : args[0]];
        if (words[0] !== '|') return carried[0];
        words.shift();
      }
    };
    return pipeline();
  }

  #term(word: string, dot: unknown): unknown {
    if (word.startsWith('"') || /^(-?\d+|true|false)$/.test(word)) return JSON.parse(word);
    const from = word.startsWith('$') ? this.#root : dot;
    const keys = word.replace(/^\$/, '').split('.').filter(Boolean);
    return keys.reduce((value: unknown, key) => {
      const known = typeof value === 'object' && value !== null && key in value;
      if (!known) throw new Error(`there is no ${word}`);
      return (value as Scope)[key];
    }, from);
  }

  #call(name: string, args: readonly unknown[]): unknown {
    const [first, second] = args;
    const indent = (text: unknown, by: unknown) =>
      `\n${text}`.replaceAll('\n', `\n${' '.repeat(Number(by))}`);
    switch (name) {
      case 'include': {
        const body = this.#defined.get(String(first));
        if (!body) throw new Error(`nothing is defined as ${first}`);
        return this.#print(body, second);
      }
      case 'required':
        if (!isTrue(second)) throw new Error(String(first));
        return second;
      case 'default':
        return isTrue(second) ? second : first;
      case 'printf': {
        const rest = args.slice(1);
        return String(first).replace(/%s/g, () => String(rest.shift()));
      }
      case 'not':
        return !isTrue(first);
      case 'mul':
        return Number(first) * Number(second);
      case 'quote':
        return JSON.stringify(String(first));
      case 'upper':
        return String(first).toUpperCase();
      case 'replace':
        return String(args[2]).replaceAll(String(first), String(second));
      case 'trunc':
        return String(second).slice(0, Number(first));
      case 'trimSuffix':
        return String(second).endsWith(String(first))
          ? String(second).slice(0, -String(first).length)
          : second;
      // JSON is YAML, too; but the parts of a block are lines.
      case 'toYaml':
        return toYaml(first);
      case 'toJson':
        return JSON.stringify(first);
      case 'sha256sum':
        return createHash('sha256').update(String(first)).digest('hex');
      case 'nindent':
        return indent(second, first);
      default:
        throw new Error(`not known: ${name}`);
    }
  }
}

function toYaml(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return entries.map(([key, one]) => `${JSON.stringify(key)}: ${JSON.stringify(one)}`).join('\n');
}

/** What Go's templates hold to be true. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function tokensOf(template: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  let trims = false;
  const add = (text: string) => {
    const kept = trims ? text.trimStart() : text;
    if (kept) tokens.push({ text: kept, isCode: false });
  };
  for (const match of template.matchAll(/\{\{(-?)\s*(.*?)\s*(-?)\}\}/gs)) {
    const text = template.slice(end, match.index);
    add(match[1] ? text.trimEnd() : text);
    tokens.push({ text: match[2] ?? '', isCode: true });
    trims = match[3] === '-';
    end = match.index + match[0].length;
  }
  add(template.slice(end));
  return tokens;
}
