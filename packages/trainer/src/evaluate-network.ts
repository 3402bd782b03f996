import { type DetectorModel, StepDetector } from '@stepstream/detector';
import { networkModel } from '@stepstream/detector/internals';
import type { Candidate } from './evaluation/candidate.ts';
import type { TrainedModels } from './evaluation/trained-models.ts';

/**
 * A trained detector, to be measured: each person's recordings go through the network that was
 * trained without that person; those of people whom no training has seen, through the published one.
 */
export function trainedCandidate({ published, heldOut }: TrainedModels): Candidate {
  const usual = networkModel(published);
  // Many people share a fold, and so its model.
  const models = new Map(
    [...new Set(heldOut.values())].map((parameters) => [parameters, networkModel(parameters)]),
  );
  const modelFor = (person: string): DetectorModel => {
    const parameters = heldOut.get(person);
    return (parameters && models.get(parameters)) ?? usual;
  };
  const origin =
    heldOut.size > 0
      ? 'trained without the person it is tested on'
      : 'the published one, which may know the person it is tested on';
  return {
    kind: 'trained',
    id: published.id,
    description: `${published.id}, ${origin}`,
    createDetector: (person, options = {}) =>
      new StepDetector({ ...options, model: modelFor(person) }),
    modelFor,
  };
}
