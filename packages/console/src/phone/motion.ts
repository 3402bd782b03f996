/** A reading, as the server takes it. */
export interface MotionSample {
  readonly timestamp: number;
  readonly accel_x: number;
  readonly accel_y: number;
  readonly accel_z: number;
  readonly gyro_x?: number;
  readonly gyro_y?: number;
  readonly gyro_z?: number;
}

const RADIANS_PER_DEGREE = Math.PI / 180;

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

/** What the permission's question is called in browsers that have one (Safari on iOS). */
type Asking = typeof DeviceMotionEvent & { requestPermission?(): Promise<'granted' | 'denied'> };

/**
 * Asks for motion where the browser wants to be asked. Call it in the handler of a tap: browsers
 * take it from nothing else.
 *
 * @returns why there is none, in words; nothing where it was allowed
 */
export async function askForMotion(): Promise<string | undefined> {
  const obstacle = noMotion();
  if (obstacle !== undefined) return obstacle;
  const { requestPermission } = DeviceMotionEvent as Asking;
  if (!requestPermission) return undefined;
  try {
    if ((await requestPermission.call(DeviceMotionEvent)) === 'granted') return undefined;
  } catch {
    // Safari refuses so, too.
  }
  return 'Motion was not allowed. Close this tab, open the page again, tap Start and allow it.';
}

/**
 * A browser's event as a sample, or nothing where the device has no accelerometer.
 *
 * The axes are the standard's: x to the right, y to the top, z out of the screen; the rotation rate's
 * alpha, beta and gamma are about x, y and z, in deg/s (W3C Device Orientation and Motion). Safari on
 * iOS gives the acceleration with its sign turned round. Its magnitude, which is what steps are found
 * by, is the same.
 */
export function toSample(event: DeviceMotionEvent): MotionSample | undefined {
  const { accelerationIncludingGravity: a, rotationRate: r, timeStamp } = event;
  if (!a || a.x === null || a.y === null || a.z === null) return undefined;
  const moved = { timestamp: timeStamp / 1000, accel_x: a.x, accel_y: a.y, accel_z: a.z };
  if (!r || r.alpha === null || r.beta === null || r.gamma === null) return moved;
  return {
    ...moved,
    gyro_x: r.alpha * RADIANS_PER_DEGREE,
    gyro_y: r.beta * RADIANS_PER_DEGREE,
    gyro_z: r.gamma * RADIANS_PER_DEGREE,
  };
}
