import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `.ci/run` installs these; they weigh far too much for everybody's `npm ci`. */
const GRAMMARS = join(import.meta.dir, '../../node_modules/.grammars/node_modules');
const WASM = {
  dart: 'tree-sitter-dart/tree-sitter-dart.wasm',
  swift: 'tree-sitter-wasms/out/tree-sitter-swift.wasm',
  kotlin: 'tree-sitter-wasms/out/tree-sitter-kotlin.wasm',
} as const;

export const HAS_GRAMMARS = Object.values(WASM).every((path) => existsSync(join(GRAMMARS, path)));
/** What a test's name says where there are none. */
export const NEEDS_GRAMMARS = HAS_GRAMMARS ? '' : ' (skipped: no grammars; .ci/run installs them)';

/** Tells whether a program is well-formed, for a language that does not run here. */
export async function grammarOf(language: keyof typeof WASM): Promise<(code: string) => boolean> {
  const { default: Parser } = await import(join(GRAMMARS, 'web-tree-sitter/tree-sitter.js'));
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Parser.Language.load(join(GRAMMARS, WASM[language])));
  return (code) => !parser.parse(code).rootNode.hasError;
}
