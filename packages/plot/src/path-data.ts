/**
 * Writes the data of an SVG path, short: in whole tenths of a pixel (draw it with `scale(0.1)`), each
 * point as its distance from the last, and level stretches as one line.
 */
export class PathData {
  #data = '';
  #x = 0;
  #y = 0;
  /** Where the level stretch that is not written yet has got to. */
  #levelX: number | undefined;

  /** Begins a new line; x and y in pixels. */
  move(x: number, y: number): void {
    this.#flush();
    [this.#x, this.#y] = [tenths(x), tenths(y)];
    this.#data += `M${this.#x} ${this.#y}`;
  }

  /** Draws a line from the last point; x and y in pixels. */
  line(x: number, y: number): void {
    const [newX, newY] = [tenths(x), tenths(y)];
    if (newY === this.#y) {
      this.#levelX = newX;
      return;
    }
    this.#flush();
    const [dx, dy] = [newX - this.#x, newY - this.#y];
    this.#data += dx === 0 ? `v${dy}` : `l${dx}${dy < 0 ? '' : ' '}${dy}`;
    [this.#x, this.#y] = [newX, newY];
  }

  /** The data of all lines so far. */
  toString(): string {
    this.#flush();
    return this.#data;
  }

  #flush(): void {
    if (this.#levelX !== undefined && this.#levelX !== this.#x) {
      this.#data += `h${this.#levelX - this.#x}`;
      this.#x = this.#levelX;
    }
    this.#levelX = undefined;
  }
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels);
}
