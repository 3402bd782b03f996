import { CLASSIC, type DetectorModel, StepDetector } from '@stepstream/detector';
import { classicModel } from '@stepstream/detector/internals';
import { learn } from './classic/examples.ts';
import { fitForEachPerson } from './classic/fit.ts';
import type { Candidate } from './evaluation/candidate.ts';
import type { LazyRecording } from './evaluation/load.ts';

/**
 * The classical detector, to be measured: each person's recordings go through one that was fitted
 * without that person; where there are too few people for that, through the published one.
 */
export async function classicCandidate(recordings: readonly LazyRecording[]): Promise<Candidate> {
  const parameters = fitForEachPerson(await learn(recordings));
  const origin = parameters.size > 0 ? 'fitted without the person it is tested on' : 'as published';
  const modelFor = (person: string): DetectorModel => {
    const fitted = parameters.get(person);
    return fitted ? classicModel(fitted) : CLASSIC;
  };
  return {
    kind: 'classic',
    id: CLASSIC.id,
    description: `${CLASSIC.id}, ${origin}`,
    createDetector: (person, options = {}) =>
      new StepDetector({ ...options, model: modelFor(person) }),
    modelFor,
  };
}
