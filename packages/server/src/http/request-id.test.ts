import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { problem } from './problem.ts';
import { requestIdOf, withRequestId } from './request-id.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const idOf = (said: string) => requestIdOf(new Headers({ 'x-request-id': said }));

describe('a request is called', () => {
  test.each(['7b2', 'Root=1-67891233-abcdef012345678912345678', 'a/b:c@d+e=f_g.h'])(
    'as somebody says: %s',
    (said) => {
      expect(idOf(said)).toBe(said);
    },
  );

  test.each(['', 'two words', 'a"b', 'a\u00fcb', 'x'.repeat(129), '<b>', 'a;b'])(
    'anew where what is said is no name: %p',
    (said) => {
      expect(idOf(said)).toMatch(UUID);
    },
  );

  test('anew where nothing is said, and each time otherwise', () => {
    const ids = [requestIdOf(new Headers()), requestIdOf(new Headers())];
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('an answer says what its request is called', () => {
  test('in a header, and keeps its body', async () => {
    const answer = await withRequestId(Response.json({ a: 1 }), 'id');
    expect(answer.headers.get('x-request-id')).toBe('id');
    expect(await answer.json()).toEqual({ a: 1 });
  });

  test('an error in its body, too, whatever it says', async () => {
    const detail = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(detail, async (text) => {
        const before = problem('not_found', { allow: 'GET' }, { detail: text });
        const expected = await before.clone().json();
        const answer = await withRequestId(before, 'the-id');
        expect(answer.status).toBe(404);
        expect(answer.headers.get('allow')).toBe('GET');
        expect(await answer.json()).toEqual({ ...expected, request_id: 'the-id' });
      }),
    );
  });

  test('and nothing more where an error has no body', async () => {
    const headers = { 'content-type': 'application/problem+json' };
    const answer = await withRequestId(new Response(null, { status: 404, headers }), 'id');
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('x-request-id')).toBe('id');
  });
});
