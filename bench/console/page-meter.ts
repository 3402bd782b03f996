import { quantileOfSorted } from '@stepstream/math';
import type { CDPSession, Page } from 'playwright-core';

/** How smoothly a page ran for a while. */
export interface Smoothness {
  readonly framesASecond: number;
  /** From one frame to the next, in milliseconds. */
  readonly median: number;
  readonly p99: number;
  /** Pieces of work of 50 ms and more, while which a page takes no input: how many a second, and the longest in ms. */
  readonly longTasks: number;
  readonly longest: number;
  /** Share of the time that the page's own thread was at work. */
  readonly busy: number;
}

/** Measures a page, by the browser's own clock. */
export class PageMeter {
  readonly #page: Page;
  readonly #inspector: CDPSession;

  private constructor(page: Page, inspector: CDPSession) {
    this.#page = page;
    this.#inspector = inspector;
  }

  static async of(page: Page): Promise<PageMeter> {
    const inspector = await page.context().newCDPSession(page);
    await inspector.send('Performance.enable');
    return new PageMeter(page, inspector);
  }

  /** Measures for so long. */
  async measure(seconds: number): Promise<Smoothness> {
    const before = await this.#taskSeconds();
    const began = performance.now();
    const { gaps, tasks } = await this.#page.evaluate(watchFrames, seconds);
    const busy = (await this.#taskSeconds()) - before;
    const sorted = Float64Array.from(gaps).sort();
    return {
      framesASecond: gaps.length / seconds,
      median: quantileOfSorted(sorted, 0.5) ?? Number.NaN,
      p99: quantileOfSorted(sorted, 0.99) ?? Number.NaN,
      longTasks: tasks.length / seconds,
      longest: Math.max(0, ...tasks),
      busy: (1000 * busy) / (performance.now() - began),
    };
  }

  async #taskSeconds(): Promise<number> {
    const { metrics } = await this.#inspector.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  }
}

/** Runs in the page: the times between its frames, and how long its long tasks took, in milliseconds. */
async function watchFrames(seconds: number) {
  const gaps: number[] = [];
  const tasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  await new Promise<void>((resolve) => {
    let last = performance.now();
    const end = last + 1000 * seconds;
    const frame = (now: number) => {
      gaps.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  return { gaps, tasks };
}
