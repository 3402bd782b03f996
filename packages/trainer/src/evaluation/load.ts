import { type Recording, readRecording, readSteps, stepsPathFor } from '@stepstream/formats';
import { cleanFootSwitches } from '../training/foot-switches.ts';
import { findRecordings, type RecordingMeta } from './datasets.ts';

/** A recording that is known by its name and read when asked for. */
export interface LazyRecording<Meta extends RecordingMeta = RecordingMeta> {
  readonly meta: Meta;
  /** Reads the samples, anew at every call: all of them at once would fill the memory. */
  readonly recording: () => Promise<Recording>;
  /** Reads the true contacts in seconds, ascending; null in the sets where they are not known. */
  readonly truth: () => Promise<number[] | null>;
  /** The same without the bounces of the foot switches; only where those recorded it. */
  readonly cleanTruth?: () => Promise<number[]>;
}

/**
 * All recordings of a data folder, none of them read yet.
 *
 * @throws {DatasetError} when there is no such folder, no set in it, or a name is malformed
 *
 * @example
 * for (const { meta, recording, truth } of await loadAll('../shared/data')) {
 *   if (meta.set === 'phones') console.log(meta.placement, (await truth())?.length);
 * }
 */
export async function loadAll(dataFolder: string): Promise<LazyRecording[]> {
  return (await findRecordings(dataFolder)).map((meta) => ({
    meta,
    recording: () => readRecording(meta.path),
    truth: () => readTruth(meta),
    ...(meta.set === 'phones' && { cleanTruth: () => readCleanTruth(meta) }),
  }));
}

async function readTruth(meta: RecordingMeta): Promise<number[] | null> {
  if (meta.set === 'daily' || meta.set === 'watch') return null;
  const steps = await readSteps(stepsPathFor(meta.path));
  return steps.map((step) => step.timestamp).sort((a, b) => a - b);
}

async function readCleanTruth({ path }: RecordingMeta): Promise<number[]> {
  const { contacts } = cleanFootSwitches(await readSteps(stepsPathFor(path)));
  return contacts.map((contact) => contact.timestamp);
}
