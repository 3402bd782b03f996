import type { Step } from '@stepstream/protocol';
import type { Hooks } from '../hooks/index.ts';
import type { Session } from './session.ts';

/**
 * Tells whoever listens of steps that were confirmed together.
 *
 * @param total steps of the session, these included
 */
export function tellSteps(
  hooks: Hooks,
  session: Session,
  steps: readonly Step[],
  total: number,
): void {
  if (steps.length === 0 || !hooks.wants('step', session.id)) return;
  const before = total - steps.length;
  steps.forEach((step, i) => {
    hooks.emit('step', session.id, session, { ...step, total: before + i + 1 });
  });
}
