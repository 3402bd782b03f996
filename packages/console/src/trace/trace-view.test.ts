import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { TraceView } from './trace-view.ts';

const MINUTE = { firstTime: 10, lastTime: 70 };

test('a short trace grows from the left; a longer one is followed at its newest end', () => {
  expect(new TraceView({ firstTime: 3, lastTime: 5 }).edges).toEqual({ from: 3, to: 11 });
  expect(new TraceView(MINUTE).edges).toEqual({ from: 62, to: 70 });
  expect(new TraceView({ firstTime: Number.NaN, lastTime: Number.NaN }).edges.from).toBe(0);
});

test('zooming keeps what is under the cursor where it is', () => {
  const view = new TraceView(MINUTE);
  view.show(20, 40);
  view.zoom(0.5, 25);
  expect(view.edges).toEqual({ from: 22.5, to: 32.5 });
  view.zoom(2, 25);
  expect(view.edges).toEqual({ from: 20, to: 40 });
});

test('while it follows, zooming goes on following', () => {
  const view = new TraceView(MINUTE);
  view.zoom(2);
  expect([view.follows, view.edges]).toEqual([true, { from: 54, to: 70 }]);
});

test('a piece that is marked beyond an end ends there', () => {
  const view = new TraceView(MINUTE);
  view.showMarked(65, 90);
  expect(view.edges).toEqual({ from: 65, to: 70 });
  view.showMarked(12, -5);
  expect(view.edges).toEqual({ from: 10, to: 12 });
});

test('drags and zooms never leave the trace', () => {
  const act = fc.oneof(
    fc.record({ move: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }),
    fc.record({
      zoom: fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
      at: fc.double({ min: 0, max: 80, noNaN: true }),
    }),
    fc.constant('pause' as const),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      const view = new TraceView(MINUTE);
      for (const one of acts) {
        if (one === 'pause') view.pause();
        else if ('move' in one) view.move(one.move);
        else view.zoom(one.zoom, one.at);
        const { from, to } = view.edges;
        expect(from).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(to).toBeLessThanOrEqual(70 + 1e-6);
        expect(to - from).toBeGreaterThanOrEqual(1 - 1e-6);
      }
    }),
  );
});
