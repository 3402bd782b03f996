import { describe, expect, test } from 'bun:test';
import { saveState } from '../saved-state.ts';
import { feelingModel } from '../testing/pushed-stream.ts';
import { Decision } from './decision.ts';
import { DEFAULT_CONFIRM_AFTER } from './rhythm.ts';

const model = feelingModel();
const blind = { ...model, hindsightDelay: null };
const saved = (decision: Decision) => saveState('test', (io) => decision.transfer(io));

describe('a decision', () => {
  test('without hindsight goes by the usual number', () => {
    expect(new Decision(model, null).rhythm.namedNumber).toBeNull();
    expect(new Decision(blind, null).rhythm.namedNumber).toBe(DEFAULT_CONFIRM_AFTER);
    expect(new Decision(blind, 3).rhythm.namedNumber).toBe(3);
  });

  test('made anew has the number that was named, also later, and no past', () => {
    for (const number of [null, 3]) {
      const decision = new Decision(model, number);
      decision.begin(5);
      decision.rhythm.add(6, 0.9);
      const anew = decision.anew();
      expect(anew.rhythm.namedNumber).toBe(number);
      expect(saved(anew)).toEqual(saved(new Decision(model, number)));
    }
    const decision = new Decision(model, null);
    decision.rhythm.confirmAfter = 7;
    expect(decision.anew().rhythm.namedNumber).toBe(7);
  });
});
