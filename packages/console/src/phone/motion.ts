import { requestMotionPermission } from '@stepstream/client';

/** Why this browser gives no motion, in words for its owner; nothing where it may. */
export function noMotion(): string | undefined {
  if (!window.isSecureContext) {
    return 'Browsers give motion over HTTPS only, and this page came without. Start the server with --lan, and open the https address that it prints.';
  }
  if (!('DeviceMotionEvent' in window)) {
    return 'This browser knows no motion at all. Try Chrome or Safari, up to date.';
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
    return 'Motion was not allowed. Close this tab, open the page again, tap Start and allow it.';
  }
}
