import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Detection } from './messages.ts';
import { type Framing, feed, open } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk, type TimedSample } from './synthetic-walk.ts';

const walk = syntheticWalk();
const firstLanding = walk.landings[0] ?? 0;
const lastLanding = walk.landings.at(-1) ?? 0;

let server: RunningServer;
let lone: Detection[];
let lookAhead: number;
beforeAll(async () => {
  server = await startServer();
  lone = await recorded('lone');
});
afterAll(() => server.stop());

async function recorded(framing: Framing): Promise<Detection[]> {
  const session = await open(server);
  lookAhead = session.started.look_ahead_ms / 1000;
  const answers = await feed(session, walk.samples, framing);
  session.client.destroy();
  return answers;
}

function stepsOf(answers: readonly Detection[]): Detection['steps'] {
  return answers.flatMap((answer) => answer.steps);
}

function sampleAt(index: number): TimedSample {
  const sample = walk.samples[index];
  if (!sample) throw new RangeError(`no sample ${index}`);
  return sample;
}

describe('a walk, sample by sample', () => {
  test('is counted', () => {
    const total = lone.at(-1)?.total_steps ?? 0;
    expect(Math.abs(total - walk.landings.length)).toBeLessThanOrEqual(2);
  });

  test('total_steps grows by the steps of each answer', () => {
    let total = 0;
    for (const answer of lone) {
      total += answer.steps.length;
      expect(answer.total_steps).toBe(total);
    }
  });

  test('the flags agree with the steps', () => {
    let current = false;
    for (const { steps, prediction } of lone) {
      const feet = steps.map((step) => step.foot);
      expect(prediction.step_start).toBe(feet.includes('start'));
      expect(prediction.step_end).toBe(feet.includes('end'));
      const last = feet.at(-1);
      // Without a step it stays as it was, or ends with the walk; it never begins.
      if (last) expect(prediction.detector_has_current_step).toBe(last === 'start');
      else if (!current) expect(prediction.detector_has_current_step).toBe(false);
      current = prediction.detector_has_current_step;
    }
  });

  test('the feet alternate, from a start', () => {
    const feet = stepsOf(lone).map((step) => step.foot);
    expect(feet).toEqual(feet.map((_, i) => (i % 2 === 0 ? 'start' : 'end')));
  });

  test('the landings are told in their order, within the walk, and before they are confirmed', () => {
    let previous = Number.NEGATIVE_INFINITY;
    for (const [i, { steps }] of lone.entries()) {
      for (const { index, timestamp } of steps) {
        expect(index).toBe(0);
        expect(timestamp).toBeGreaterThanOrEqual(previous);
        expect(timestamp).toBeLessThanOrEqual(sampleAt(i).timestamp);
        expect(timestamp).toBeGreaterThan(firstLanding - 0.5);
        expect(timestamp).toBeLessThan(lastLanding + 0.8);
        previous = timestamp;
      }
    }
  });

  describe('once it has been confirmed as one', () => {
    interface Confirmed {
      readonly at: number;
      readonly step: Detection['steps'][number];
      readonly prediction: Detection['prediction'];
    }

    function confirmed(): Confirmed[] {
      const start = lone.findIndex((answer) => answer.step_detected);
      const found = lone.flatMap(({ steps, prediction }, i) =>
        i <= start ? [] : steps.map((step) => ({ at: sampleAt(i).timestamp, step, prediction })),
      );
      expect(found.length).toBeGreaterThan(0);
      return found;
    }

    test('tells one landing at a time', () => {
      const moments = confirmed().map(({ at }) => at);
      expect(new Set(moments).size).toBe(moments.length);
    });

    test('tells a landing one look-ahead after it', () => {
      // Up to a sample late here, and up to another if the detector thinks in a coarser time.
      const slack = 0.03;
      for (const { at, step } of confirmed()) {
        expect(Math.abs(at - step.timestamp - lookAhead)).toBeLessThanOrEqual(slack);
      }
    });

    test('the probabilities, which speak of that moment, favour the foot that landed', () => {
      for (const { step, prediction } of confirmed()) {
        const { start_probability: start, end_probability: end } = prediction;
        if (step.foot === 'start') expect(start).toBeGreaterThanOrEqual(end);
        else expect(end).toBeGreaterThanOrEqual(start);
      }
    });
  });
});

describe.each([1, 7, 50])('the same walk in batches of %d', (size) => {
  test('has the same steps', async () => {
    const untold = ({ index, ...step }: Detection['steps'][number]) => step;
    const answers = await recorded(size);
    expect(stepsOf(answers).map(untold)).toEqual(stepsOf(lone).map(untold));
  });

  test('tells which of its samples confirmed each', async () => {
    const answers = await recorded(size);
    const confirmedBy = answers.flatMap(({ steps }, i) =>
      steps.map((step) => i * size + step.index),
    );
    const expected = lone.flatMap(({ steps }, i) => steps.map(() => i));
    expect(confirmedBy).toEqual(expected);
    for (const { steps } of answers) {
      const indices = steps.map((step) => step.index);
      expect(indices).toEqual(indices.toSorted((a, b) => a - b));
      for (const index of indices) expect(index).toBeLessThan(size);
    }
  });

  test('counts as many after each batch', async () => {
    for (const [i, answer] of (await recorded(size)).entries()) {
      const last = Math.min((i + 1) * size, walk.samples.length);
      const { total_steps, total_predictions, pending_steps } = lone[last - 1] ?? {};
      expect(answer).toMatchObject({ total_steps, total_predictions, pending_steps });
    }
  });
});
