/** Attributes of an element. */
type Attributes = Readonly<Record<string, string | number>>;

/** An element of an SVG; its content is text that is already SVG. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value))}"`,
  );
  return content === ''
    ? `<${name}${list.join('')}/>`
    : `<${name}${list.join('')}>${content}</${name}>`;
}

/** A text at a place. */
export function text(x: number, y: number, content: string, attributes: Attributes = {}): string {
  return element('text', { x: tenth(x), y: tenth(y), ...attributes }, escaped(content));
}

/**
 * Data of a path through points, short: whole tenths of a pixel (draw it with `scale(0.1)`), each
 * point as its distance from the last, and none in the middle of a level stretch.
 *
 * @param points x and y in pixels
 */
export function pathThrough(points: readonly (readonly [number, number])[]): string {
  const whole = points.map(([x, y]) => [Math.round(10 * x), Math.round(10 * y)] as const);
  const kept = whole.filter(([, y], i) => y !== whole[i - 1]?.[1] || y !== whole[i + 1]?.[1]);
  let data = '';
  let [lastX, lastY] = [0, 0];
  for (const [i, [x, y]] of kept.entries()) {
    const dy = y - lastY;
    data += `${i === 0 ? 'M' : 'l'}${x - lastX}${dy < 0 ? '' : ' '}${dy}`;
    [lastX, lastY] = [x, y];
  }
  return data;
}

/** A number of pixels with one digit after the point. */
export function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}

function escaped(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
