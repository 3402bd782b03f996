import { requestMotionPermission } from '@stepstream/client';
import { words } from '../words/words.ts';

/** Why this browser gives no motion, in words for its owner; nothing where it may. */
export function noMotion(): string | undefined {
  if (!window.isSecureContext) {
    return words().shell.motion.needsHttps;
  }
  if (!('DeviceMotionEvent' in window)) {
    return words().shell.motion.noMotion;
  }
  return undefined;
}

/**
 * Asks for motion where the browser wants to be asked. Call it in the handler of a tap: Safari takes
 * it from nothing else.
 *
 * @returns why there is none, in words; nothing where it was allowed
 */
export async function askForMotion(): Promise<string | undefined> {
  const obstacle = noMotion();
  if (obstacle !== undefined) return obstacle;
  try {
    await requestMotionPermission();
    return undefined;
  } catch {
    return words().shell.motion.notAllowed;
  }
}
