import { StepDetector } from '@stepstream/detector';
import { aWalk, detect, rows } from '@stepstream/testing/stream';

/** A walk whose steps every program below finds. */
export const WALK = rows(aWalk({ placement: 'pocket', samplingRate: 73, timestampJitter: 0.002 }));

/** The steps that are found here, and the detector's state after the last sample. */
export const FOUND = (() => {
  const detector = new StepDetector();
  return { steps: detect(WALK, detector), state: [...detector.save()] };
})();

/** Ten lines that stream a walk and count its steps. */
export const STREAM = `
import { connect } from '@stepstream/client';

export async function stream(url: string, rows: number[][]): Promise<number> {
  const client = connect(url);
  client.on('step', ({ total, timestamp }) => console.log(total, timestamp));
  for (const [timestamp, accel_x = 0, accel_y = 0, accel_z = 0] of rows) {
    client.send({ accel_x, accel_y, accel_z, ...(timestamp !== undefined && { timestamp }) });
  }
  return (await client.stop()).totalSteps;
}
`;

/** Ten lines that find the steps without a server. */
export const DETECT = `
import { type ConfirmedStep, StepDetector } from '@stepstream/detector';

export function detect(rows: number[][]): { steps: ConfirmedStep[]; state: number[] } {
  const detector = new StepDetector();
  const steps = rows.flatMap(([time = 0, x = 0, y = 0, z = 0]) => [
    ...detector.push(time, x, y, z),
  ]);
  return { steps, state: [...detector.save()] };
}
`;

/** As strict as a project can be: our declarations are checked, and no types are there but its own. */
export const STRICT = {
  target: 'ES2022',
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  types: [] as string[],
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
};

/** The ways in which TypeScript finds packages today. */
export const RESOLUTIONS = [
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
];
