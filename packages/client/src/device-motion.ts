import type { Sample } from '@stepstream/protocol';
import { StepstreamError } from './errors.ts';

/** What a device's motion can be told. All of it has a default. */
export interface MotionOptions {
  /** Stops the motion when it is aborted. Default: none. */
  readonly signal?: AbortSignal;
  /**
   * Whose sign the browser uses: `ios` has acceleration the other way round than the standard.
   * Default: by the browser's name.
   */
  readonly platform?: 'ios' | 'standard';
  /**
   * How long to wait for the first reading, in milliseconds; a computer without a sensor never
   * gives any. Default: 3000. Range: 100 to 60,000.
   */
  readonly patience?: number;
  /** Told when the page is hidden, where browsers give no motion, and when it is back. */
  readonly onPause?: (paused: boolean) => void;
}

/** A device's motion that is being read. */
export interface MotionSource {
  /** Whether it pauses because the page is hidden. */
  readonly paused: boolean;
  stop(): void;
}

/** iOS asks the user; other browsers don't have the question. */
type AskingEvent = typeof DeviceMotionEvent & {
  requestPermission?: () => Promise<'granted' | 'denied' | 'default'>;
};

const RADIANS_PER_DEGREE = Math.PI / 180;
/** Browsers round to 0.1 (the standard asks for it, against fingerprints); more digits are noise. */
const PARTS = 1e4;

/**
 * Reads the motion of the device that shows this page, and hands it on as samples: m/s² with
 * gravity, rad/s, Unix seconds. Call it in the handler of a tap: iOS asks the user only then. The page
 * must come by HTTPS (or from localhost) and stay visible; while it is hidden, the motion pauses.
 *
 * ```ts
 * button.onclick = () => fromDeviceMotion((sample) => client.send(sample));
 * ```
 *
 * @param onSample takes each sample; with most phones 60 a second
 * @returns once the first reading has come
 * @throws {StepstreamError} `motion_unavailable` without a sensor or HTTPS, `motion_denied` by the
 *   user
 * @throws the signal's reason when it is aborted
 */
export async function fromDeviceMotion(
  onSample: (sample: Sample) => void,
  options: MotionOptions = {},
): Promise<MotionSource> {
  const { signal, patience = 3000, onPause = () => {} } = options;
  signal?.throwIfAborted();
  // The question comes first: iOS forgets the tap with the first wait.
  await requestMotionPermission();
  signal?.throwIfAborted();
  const sign = (options.platform ?? guessPlatform()) === 'ios' ? -1 : 1;

  return new Promise((resolve, reject) => {
    let paused = false;
    const source: MotionSource = {
      get paused() {
        return paused;
      },
      stop,
    };
    const read = (event: DeviceMotionEvent) => {
      const sample = toSample(event, sign, performance.timeOrigin);
      if (!sample) return;
      clearTimeout(timer);
      resolve(source);
      onSample(sample);
    };
    const follow = () => {
      if (document.hidden === paused) return;
      paused = document.hidden;
      if (paused) removeEventListener('devicemotion', read);
      else addEventListener('devicemotion', read);
      onPause(paused);
    };
    const abort = () => {
      stop();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      stop();
      reject(unavailable('This device gives no motion: it has no sensor, or hides it'));
    }, patience);
    function stop() {
      clearTimeout(timer);
      removeEventListener('devicemotion', read);
      document.removeEventListener('visibilitychange', follow);
      signal?.removeEventListener('abort', abort);
    }
    addEventListener('devicemotion', read);
    document.addEventListener('visibilitychange', follow);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/**
 * Asks the user for the motion, where the browser wants that; `fromDeviceMotion` does so by itself.
 * Call it in the handler of a tap.
 *
 * @throws {StepstreamError} `motion_unavailable` without HTTPS, `motion_denied` by the user
 */
export async function requestMotionPermission(): Promise<void> {
  if (typeof DeviceMotionEvent === 'undefined') {
    const secure = globalThis.isSecureContext;
    throw unavailable(
      secure ? 'This browser knows no motion' : 'Browsers give motion to HTTPS pages only',
    );
  }
  const ask = (DeviceMotionEvent as AskingEvent).requestPermission;
  if (!ask) return;
  const answer = await ask.call(DeviceMotionEvent).catch(() => {
    throw new StepstreamError('motion_denied', 'Ask for the motion in the handler of a tap');
  });
  if (answer !== 'granted') {
    throw new StepstreamError(
      'motion_denied',
      "The user does not share the device's motion; iOS asks again once the app is reopened",
    );
  }
}

/**
 * A reading as a sample, its time counted from `origin` in milliseconds. Computers give readings without
 * acceleration: undefined for those.
 *
 * The axes of `rotationRate` are x = alpha, y = beta, z = gamma in all browsers, and in the standard
 * since w3c/deviceorientation#43; some documents still have the old ones. iOS tells the acceleration
 * with the sign of gravity's pull, the standard with that of what holds against it (a phone flat on
 * the table, screen up, has z = +9.8; see w3c/deviceorientation#96, dorukeker/gyronorm.js#54).
 */
export function toSample(
  event: Pick<DeviceMotionEvent, 'accelerationIncludingGravity' | 'rotationRate' | 'timeStamp'>,
  sign: 1 | -1,
  origin = 0,
): Sample | undefined {
  const { x, y, z } = event.accelerationIncludingGravity ?? {};
  if (x == null || y == null || z == null) return undefined;
  const { alpha, beta, gamma } = event.rotationRate ?? {};
  const gyro = alpha != null && beta != null && gamma != null;
  return {
    accel_x: round(sign * x),
    accel_y: round(sign * y),
    accel_z: round(sign * z),
    ...(gyro && {
      gyro_x: round(alpha * RADIANS_PER_DEGREE),
      gyro_y: round(beta * RADIANS_PER_DEGREE),
      gyro_z: round(gamma * RADIANS_PER_DEGREE),
    }),
    timestamp: round((origin + event.timeStamp) / 1000),
  };
}

function guessPlatform(): 'ios' | 'standard' {
  const { userAgent, maxTouchPoints } = navigator;
  // An iPad says that it is a Mac; no Mac has a touch screen.
  const ios = /iPhone|iPad|iPod/.test(userAgent);
  return ios || (/Macintosh/.test(userAgent) && maxTouchPoints > 1) ? 'ios' : 'standard';
}

function unavailable(message: string): StepstreamError {
  return new StepstreamError('motion_unavailable', message);
}

function round(value: number): number {
  return Math.round(value * PARTS) / PARTS;
}
