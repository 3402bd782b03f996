import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Parsed, parseInPieces } from './parse-in-pieces.ts';

const reading = (i: number) => ({
  name: i % 7 === 0 ? 'a "name", [with] {all}: \\ of it' : 'totalacceleration',
  time: String(1.7e18 + i),
  values: { x: i, y: -1.5e-3, z: [9.8, null, { deep: [] }] },
});
const push = (count: number, more: object = {}) => ({
  messageId: 3,
  ...more,
  payload: Array.from({ length: count }, (_, i) => reading(i)),
  deviceId: 'é🙂',
});

/** How it parses a text, and how often others have their turns meanwhile. */
async function parse(text: string) {
  let turns = 0;
  const parsed = await parseInPieces(text, 60_000, async () => {
    turns++;
  });
  return { parsed, turns };
}
function plainly(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: 'invalid_json' };
  }
}

test('a push of a megabyte is what JSON.parse makes of it, after many turns', async () => {
  for (const indent of [0, 1]) {
    const text = JSON.stringify(push(10_000), null, indent);
    const { parsed, turns } = await parse(text);
    expect(parsed).toEqual({ value: JSON.parse(text) });
    expect(turns).toBeGreaterThan(text.length / 40_000);
  }
});

test('any JSON is what JSON.parse makes of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      expect((await parse(text)).parsed).toEqual({ value: JSON.parse(text) });
    }),
  );
});

test('a long text in which a character is lost, or one is too many, is valid where it is to JSON.parse', async () => {
  const text = JSON.stringify(push(1200));
  await fc.assert(
    fc.asyncProperty(
      // At the ends more often than by chance.
      fc.oneof(
        fc.nat(text.length),
        fc.nat(60),
        fc.nat(60).map((back) => text.length - back),
      ),
      fc.constantFrom('', ',', '[', ']', '{', '}', '"', ':', '\\', '1', ' '),
      fc.nat(1),
      async (at, put, removed) => {
        const changed = text.slice(0, at) + put + text.slice(at + removed);
        const expected = plainly(changed);
        const { parsed } = await parse(changed);
        if ('value' in expected) expect(parsed).toEqual(expected);
        else expect(parsed).toHaveProperty('problem');
      },
    ),
    { numRuns: 300 },
  );
});

test('commas where no element is', async () => {
  const many = JSON.stringify(Array.from({ length: 1200 }, (_, i) => reading(i))).slice(1, -1);
  for (const list of ['[,]', `[,${many}]`, `[${many},]`, `[${many},,${many}]`, `[${many}, ]`]) {
    expect((await parse(`{"payload":${list}}`)).parsed).toEqual({ problem: 'invalid_json' });
  }
});

test('of a key that is there twice the last one holds, and no name is another thing', async () => {
  for (const text of [
    '{"a":[1],"a":2}',
    '{"a":[1],"a":[]}',
    '{"a":1,"\\u0061":[2]}',
    '{"__proto__":[1]}',
    '[[1],[2]]',
    '[[1],"a":[2]]',
    '{"a"[1]}',
    '{"a":{"b":[1]},"b":[2]}',
  ]) {
    expect((await parse(text)).parsed).toEqual(plainly(text));
  }
});

test('more objects and lists than it may have, and objects of thousands of keys, are refused', async () => {
  const keys = Array.from({ length: 9000 }, (_, i) => `"${i}":1`).join();
  for (const text of [`{"a":${'['.repeat(70_000)}`, `{${keys}}`, `{"a":[{${keys}}]}`]) {
    expect((await parse(text)).parsed).toEqual({ problem: 'too_complex' });
  }
});

test('what is long and can not be cut is refused', async () => {
  const numbers = `[${'1,'.repeat(100_000)}1]`;
  for (const text of [`{"a":{"b":${numbers}}}`, `{"a":[${numbers}]}`, `{"a":[["${numbers}"]]}`]) {
    expect((await parse(text)).parsed).toEqual({ problem: 'too_complex' });
  }
  expect((await parse(`{"a":${numbers}}`)).parsed).toEqual({
    value: JSON.parse(`{"a":${numbers}}`),
  });
});
