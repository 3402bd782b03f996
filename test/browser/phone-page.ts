import { toSample } from '@stepstream/client/internals';
import { StepDetector } from '@stepstream/detector';
import { detect, type Row } from '@stepstream/testing/stream';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';

/** A phone's window. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

export const start = (page: Page) => page.getByRole('button', { name: 'Start' });
export const steps = (page: Page) => page.getByTestId('steps');

/** Waits until the page shows so many steps. */
export const shows = (page: Page, count: number): Promise<void> =>
  steps(page)
    .filter({ hasText: new RegExp(`^${count}$`) })
    .waitFor();

/** Readings as a page sends them whose clock began at `origin`, in Unix milliseconds: rounded. */
export function asSent(samples: readonly Row[], origin: number): Row[] {
  return samples.flatMap(([time, x, y, z]): Row[] => {
    const reading = {
      accelerationIncludingGravity: { x, y, z },
      rotationRate: null,
      timeStamp: time * 1000,
    };
    const sent = toSample(reading, 1, origin);
    return sent ? [[sent.timestamp ?? 0, sent.accel_x, sent.accel_y, sent.accel_z]] : [];
  });
}

/** The steps in samples as they were sent. */
export const counted = (sent: readonly Row[]): number =>
  detect(sent, new StepDetector({ model: loadModel(DEFAULT_CONFIG.model) })).length;

/** When the page's clock began, in Unix milliseconds: at each load anew. */
export const timeOrigin = (page: Page): Promise<number> =>
  page.evaluate(() => performance.timeOrigin);

/** Plays readings to the page as the browser would have: events, with their times, in deg/s. */
export function move(page: Page, samples: readonly Row[]): Promise<void> {
  return page.evaluate((readings) => {
    for (const [time, x, y, z] of readings) {
      const event = new DeviceMotionEvent('devicemotion', {
        accelerationIncludingGravity: { x, y, z },
        rotationRate: { alpha: 0, beta: 0, gamma: 0 },
      });
      Object.defineProperty(event, 'timeStamp', { value: time * 1000 });
      window.dispatchEvent(event);
    }
  }, samples);
}
