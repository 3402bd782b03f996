import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { ReorderBuffer } from './reorder-buffer.ts';

const takeAll = (ids: readonly number[]) => {
  const order = new ReorderBuffer<number>();
  return [...ids.flatMap((id) => order.take(id, id).messages), ...order.release()];
};

test('in order, each is ready at once', () => {
  const order = new ReorderBuffer<string>();
  expect(order.take(0, 'a')).toEqual({ messages: ['a'], repeated: false, late: false });
  expect(order.take(1, 'b').messages).toEqual(['b']);
  expect(order.isWaiting).toBe(false);
});

test('one that overtook waits for the one before', () => {
  const order = new ReorderBuffer<string>();
  order.take(0, 'a');
  expect(order.take(2, 'c').messages).toEqual([]);
  expect(order.isWaiting).toBe(true);
  expect(order.take(1, 'b').messages).toEqual(['b', 'c']);
});

test('the first may be overtaken too', () => {
  expect(takeAll([1, 0, 2])).toEqual([0, 1, 2]);
});

test('a recording that is under way begins where it is', () => {
  expect(new ReorderBuffer<string>().take(700, 'x').messages).toEqual(['x']);
});

test('a lost one is waited for, but not for ever', () => {
  const order = new ReorderBuffer<number>();
  order.take(0, 0);
  const ready = [2, 3, 4, 5, 6].flatMap((id) => order.take(id, id).messages);
  expect(ready).toEqual([2, 3, 4, 5, 6]);
  expect(order.take(1, 1)).toEqual({ messages: [1], repeated: false, late: true });
});

test('a repeated one is known, also while it waits', () => {
  const order = new ReorderBuffer<number>();
  order.take(0, 0);
  order.take(2, 2);
  expect(order.take(0, 0)).toEqual({ messages: [], repeated: true, late: false });
  expect(order.take(2, 2).repeated).toBe(true);
});

test('what is a little out of order, and repeated, comes out once and in order', () => {
  const nearby = fc.array(fc.nat(3), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(nearby, fc.array(fc.nat(79), { maxLength: 20 }), (shifts, repeats) => {
      const ids = shifts
        .map((shift, id) => ({ id, place: id + shift }))
        .sort((a, b) => a.place - b.place || a.id - b.id)
        .map(({ id }) => id);
      for (const at of repeats) ids.splice(at, 0, ...ids.slice(0, at).slice(-1));
      expect(takeAll(ids)).toEqual(shifts.map((_, id) => id));
    }),
  );
});

test('ids of any kind lose nothing, and need no more memory than there are messages', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.maxSafeNat(), { maxLength: 50 }), (ids) => {
      expect(takeAll(ids).sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
    }),
  );
});
