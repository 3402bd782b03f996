import { expect, test } from 'bun:test';
import { chosenWalk, WALK_SLIDERS } from './chosen-walk.ts';
import { generateWalk } from './generate.ts';

const { cadence, amplitude } = WALK_SLIDERS;

test('a walk at every corner of the sliders has the steps of its cadence', () => {
  for (const steps of [cadence.min, cadence.max]) {
    for (const force of [amplitude.min, amplitude.max]) {
      for (const stands of [true, false]) {
        const choice = { cadence: steps, amplitude: force, placement: 'pocket', stands } as const;
        const walk = generateWalk(chosenWalk(choice, 1));
        expect(walk.steps).toHaveLength(Math.round(steps / 3));
        expect(walk.times).toHaveLength(50 * (stands ? 28 : 24));
      }
    }
  }
});
