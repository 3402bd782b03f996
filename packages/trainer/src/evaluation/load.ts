import { type Recording, readRecording, readSteps, stepsPathFor } from '@stepstream/formats';
import { type CleanContacts, cleanFootSwitches } from '../training/foot-switches.ts';
import { findRecordings, type RecordingMeta } from './datasets.ts';
import type { Interval } from './segments.ts';
import { readCheckedSteps, readMask, withoutRepeats } from './truth-files.ts';

/** A recording that is known by its name and read when asked for. */
export interface LazyRecording<Meta extends RecordingMeta = RecordingMeta> {
  readonly meta: Meta;
  /** Reads the samples, anew at every call: all of them at once would fill the memory. */
  readonly recording: () => Promise<Recording>;
  /**
   * Reads the true contacts in seconds, ascending: as many as rows in their file, and none where it
   * is known that nobody steps. Null where they are not known.
   */
  readonly truth: () => Promise<number[] | null>;
  /**
   * The same without contacts that the reference has twice: the bounces of foot switches, and
   * strikes that were written down two times. Only in the sets where that happens.
   */
  readonly cleanTruth?: () => Promise<number[]>;
  /**
   * Reads the stretches in which the truth is not known, in order; there are none in most sets.
   * No true contact lies in them, and what is found in them is neither right nor wrong.
   */
  readonly mask?: () => Promise<Interval[]>;
  /** Reads the stretches in which foot switches may have missed a contact; only where those recorded. */
  readonly doubtful?: () => Promise<Interval[]>;
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
    ...(meta.set === 'phones' && {
      cleanTruth: async () => timesOf((await readSwitches(meta)).contacts),
      doubtful: async () => [...(await readSwitches(meta)).doubtful],
    }),
    ...(meta.set === 'pockets' && { cleanTruth: () => readUnrepeatedTruth(meta) }),
    ...((meta.set === 'pockets' || meta.set === 'sports') && { mask: () => readMask(meta.path) }),
  }));
}

async function readTruth({ set, path }: RecordingMeta): Promise<number[] | null> {
  switch (set) {
    case 'handheld':
    case 'phones':
      return timesOf(await readSteps(stepsPathFor(path)));
    case 'pockets':
    case 'sports': {
      const steps = await readCheckedSteps(path);
      return steps && timesOf(steps);
    }
    case 'daily':
    case 'watch':
    case 'chores':
      return null;
  }
}

async function readSwitches({ path }: RecordingMeta): Promise<CleanContacts> {
  return cleanFootSwitches(await readSteps(stepsPathFor(path)));
}

async function readUnrepeatedTruth(meta: RecordingMeta): Promise<number[]> {
  return withoutRepeats((await readTruth(meta)) ?? []);
}

function timesOf(steps: readonly { readonly timestamp: number }[]): number[] {
  return steps.map((step) => step.timestamp).sort((a, b) => a - b);
}
