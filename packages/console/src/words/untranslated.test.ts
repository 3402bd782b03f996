import { expect, test } from 'bun:test';
import { fileURLToPath } from 'node:url';
import { Glob } from 'bun';
import ts from 'typescript';

/** The page's source. What is said in `words/` is translated; nothing else may say anything. */
const SOURCE = fileURLToPath(new URL('..', import.meta.url));
/** Attributes that people read or hear. */
const READ = /^(alt|empty|label|placeholder|title|unit|aria-(description|label|valuetext))$/;
/** Names and units, which are the same in every language. */
const SAME = /&\w+;|\b(Stepstream|Hz|ms|CSV|PNG|npm start -- --lan)\b/g;
/** What a sentence looks like, wherever it stands. */
const SENTENCE = /\p{L}{2,}[,.:]? \p{L}{2,}/u;
/** Where sentences are for programs: classes, fonts, queries. */
const FOR_PROGRAMS = /^(class|accept|columns|font)$|matchMedia|Error$|super|getPropertyValue/;

/** What a file says that no language translates: `12: Find a user`. */
function literals(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = new Set<string>();
  const note = (node: ts.Node, said: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.add(`${path}:${line + 1}: ${said.trim()}`);
  };
  /** What of an expression is shown as it stands. */
  const shown = (node: ts.Node | undefined): void => {
    if (!node) return;
    if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) shown(node.expression);
    else if (ts.isConditionalExpression(node))
      for (const one of [node.whenTrue, node.whenFalse]) shown(one);
    else if (ts.isBinaryExpression(node)) for (const one of [node.left, node.right]) shown(one);
    else if (ts.isTemplateExpression(node))
      for (const { literal } of node.templateSpans) shown(literal);
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateTail(node)) {
      if (!ts.isBinaryExpression(node.parent) || !isComparison(node.parent)) {
        if (isSaid(node.text)) note(node, node.text);
      }
    }
  };
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isJsxText(node) && isSaid(node.text)) note(node, node.text);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) shown(node);
    if (ts.isJsxAttribute(node) && READ.test(node.name.getText())) shown(node.initializer);
    if (isText(node) && SENTENCE.test(node.text) && !isForPrograms(node)) note(node, node.text);
    ts.forEachChild(node, look);
  };
  look(file);
  return [...found];
}

function isSaid(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replaceAll(SAME, ''));
}

function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return /==|^in$/.test(operatorToken.getText());
}

function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node);
}

/** Whether a text is a class, a font, an error for programmers or the like. */
function isForPrograms(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isJsxAttribute(at)) return FOR_PROGRAMS.test(at.name.getText());
    if (ts.isCallExpression(at) || ts.isNewExpression(at))
      return FOR_PROGRAMS.test(at.expression.getText());
    if (ts.isBinaryExpression(at))
      return FOR_PROGRAMS.test(at.left.getText().split('.').at(-1) ?? '');
    if (ts.isVariableDeclaration(at)) return FOR_PROGRAMS.test(at.name.getText().toLowerCase());
  }
  return false;
}

test('a text in the code is found, and a class or a name is not', () => {
  const found = (code: string) => literals('a.tsx', code).map((one) => one.replace(/^.*?: /, ''));
  expect(found('<p class="big red">Press it</p>')).toEqual(['Press it']);
  expect(found('<p>{over ? "Follow" : words().pause}</p>')).toEqual(['Follow']);
  expect(found('<p title={`Trace of it`}>{kind === "live" && <b>Hz</b>}</p>')).toEqual([
    'Trace of it',
  ]);
  expect(found('const LOST = "The connection is lost."')).toEqual(['The connection is lost.']);
  expect(found('matchMedia("(pointer: coarse) and so on")')).toEqual([]);
});

test('no view says what no language translates', async () => {
  const paths = [...new Glob('**/*.{ts,tsx}').scanSync(SOURCE)].filter(
    (path) => !/^words\/|\.test\.ts$|\.d\.ts$/.test(path),
  );
  expect(paths.length).toBeGreaterThan(80);
  const found = await Promise.all(
    paths.map(async (path) => literals(path, await Bun.file(`${SOURCE}${path}`).text())),
  );
  expect(found.flat()).toEqual([]);
});
