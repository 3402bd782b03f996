import { StepDetector } from '../src/detector/index.ts';
import { learnedModel } from '../src/detector/learned/learned.ts';
import type { Contestant } from './evaluation/contestant.ts';
import type { LearnedModels } from './evaluation/learned-models.ts';

/**
 * A learned detector, to be measured: each person's recordings go through the network that was
 * trained without that person; those of people whom no training has seen, through the published one.
 */
export function learnedContestant({ published, heldOut }: LearnedModels): Contestant {
  const models = new Map(
    [published, ...heldOut.values()].map((parameters) => [parameters, learnedModel(parameters)]),
  );
  const origin = heldOut.size > 0 ? 'trained without the person it is tested on' : 'as published';
  return {
    kind: 'learned',
    id: published.id,
    description: `${published.id}, ${origin}`,
    createDetector: (person, options = {}) => {
      const model = models.get(heldOut.get(person) ?? published);
      return new StepDetector(model ? { ...options, model } : options);
    },
  };
}
