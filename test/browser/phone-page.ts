import type { rows } from '@stepstream/testing/stream';
import type { BrowserContextOptions, Page } from 'playwright-core';

/** A phone's window. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

export const start = (page: Page) => page.getByRole('button', { name: 'Start' });
export const steps = (page: Page) => page.getByTestId('steps');

/** Plays readings to the page as the browser would have: events, with their times, in deg/s. */
export function move(page: Page, samples: ReturnType<typeof rows>): Promise<void> {
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
