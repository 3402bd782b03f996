import type { Page } from 'playwright-core';

/**
 * Whether the chosen tab, the keys of the trace and the dot of the connection can be told from what is around them,
 * whatever colours people have chosen.
 */
export function forcedColours(page: Page): Promise<boolean[]> {
  return page.evaluate(() => {
    const isSeen = (element: Element | null, part: string) => {
      const { backgroundColor, backgroundImage, forcedColorAdjust } = getComputedStyle(
        element as Element,
        part,
      );
      const isPainted = backgroundColor !== 'rgba(0, 0, 0, 0)' || backgroundImage !== 'none';
      return isPainted && forcedColorAdjust === 'none';
    };
    const outline = (tab: Element | null) => getComputedStyle(tab as Element).outlineStyle;
    const tabs = [...document.querySelectorAll('.try-panel [role=tab]')];
    return [
      tabs.every((tab) => (outline(tab) === 'solid') === (tab.ariaSelected === 'true')),
      [...document.querySelectorAll('.run-view .legend li')].every((key) =>
        isSeen(key, '::before'),
      ),
      isSeen(document.querySelector('.link'), '::before'),
    ];
  });
}

/** What is drawn between two shares of the trace's width: how far up the signal goes, in pixels, and whether it is shaded. */
export function drawn(page: Page, from: number, to: number) {
  return page.evaluate(
    ([begin, end]) => {
      const plot = document.querySelector('.run-view .plot');
      const canvas = plot?.querySelector('canvas');
      if (!plot || !canvas) throw new Error('there is a plot');
      const { width, height } = canvas;
      // A copy: browsers complain of canvases that are read again and again.
      const context = new OffscreenCanvas(width, height).getContext('2d', {
        willReadFrequently: true,
      }) as OffscreenCanvasRenderingContext2D;
      const rgb = (name: string) => {
        context.fillStyle = getComputedStyle(plot).getPropertyValue(name).trim();
        context.fillRect(0, 0, 1, 1);
        return context.getImageData(0, 0, 1, 1).data;
      };
      const colours = { trace: rgb('--trace'), walk: rgb('--accent-soft') };
      context.drawImage(canvas, 0, 0);
      // Between the scale on the left and the edge on the right, as the trace is laid out.
      const room = width - 44;
      const columns = Math.max(1, Math.ceil((end - begin) * room));
      const { data } = context.getImageData(Math.floor(36 + begin * room), 0, columns, height);
      const find = ([red, green, blue]: Uint8ClampedArray) => {
        for (let i = 0; i < data.length; i += 4) {
          if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) {
            return Math.floor(i / 4 / columns);
          }
        }
        return null;
      };
      return { top: find(colours.trace), isShaded: find(colours.walk) !== null };
    },
    [from, to] as const,
  );
}
