import { CLASSIC, classicModel, StepDetector } from '../src/detector/index.ts';
import { learn } from './classic/examples.ts';
import { fitForEachPerson } from './classic/fit.ts';
import { type EvaluationOptions, evaluate } from './evaluation/evaluate.ts';
import { loadAll } from './evaluation/load.ts';
import type { EvaluationReport } from './evaluation/report.ts';

/**
 * Measures the classical detector on a folder of recordings. Each person's recordings go through a
 * detector that was fitted without that person; where there are too few people for that, through the
 * published one.
 *
 * @throws {DatasetError | RecordingError} when the recordings are missing or not as they should be
 */
export async function evaluateClassic(
  dataFolder: string,
  onProgress: NonNullable<EvaluationOptions['onProgress']> = () => {},
): Promise<EvaluationReport> {
  const recordings = await loadAll(dataFolder);
  const parameters = fitForEachPerson(await learn(recordings));
  const detectorFor = (person: string): StepDetector => {
    const fitted = parameters.get(person);
    return new StepDetector(fitted && { model: classicModel(fitted) });
  };
  const origin = parameters.size > 0 ? 'fitted without the person it is tested on' : 'as published';
  return evaluate(recordings, detectorFor, { detector: `${CLASSIC.id}, ${origin}`, onProgress });
}
