import type { JsonEntry } from '../format.ts';
import type { Notes } from '../notes.ts';

/** Whether this is an answer of Stepstream to a sample, as clients write them down. */
export function isOwnAnswer(entry: JsonEntry): boolean {
  return entry['type'] === 'step_detection' && typeof entry['prediction'] === 'object';
}

/** Whether this is something else that Stepstream says to its clients. */
function isOwnMessage(entry: JsonEntry): boolean {
  return typeof entry['type'] === 'string' && 'session_id' in entry && !isOwnAnswer(entry);
}

/**
 * The answers of Stepstream as samples: each tells the length of its sample's acceleration, which
 * is what steps show in, and when it was given.
 */
export function samplesOfAnswers(
  entries: readonly JsonEntry[],
  notes: Notes,
  path: string,
): JsonEntry[] {
  const answers = entries.filter((entry) => !isOwnMessage(entry));
  const steps = answers.findLast(isOwnAnswer)?.['total_steps'];
  const text = `these are answers of Stepstream, which have the length of each acceleration alone: it was counted by that, at the times of the answers. They themselves say ${steps} steps`;
  notes.add('magnitude_only', text, { path });
  return answers.map((entry) => ({
    timestamp: entry['timestamp'],
    accel_x: 0,
    accel_y: 0,
    accel_z: (entry['prediction'] as JsonEntry | undefined)?.['movement_magnitude'] ?? null,
  }));
}
