import type { RandomSource } from '@stepstream/math';

/** A fixed value, or the lowest and the highest of which one is drawn. */
export type Range = number | readonly [lowest: number, highest: number];

/**
 * What motions that are no walking there are, and between which values each is drawn: wide, so that
 * what is learned or measured holds for the kind and not for one example of it.
 *
 * Amplitudes are in m/s² and, where it is not said otherwise, root mean squares over time.
 */
export const DISTURBANCE_RANGES = {
  /** The floor of a bus, a train or a car, or what lies on it. */
  vibration: {
    /** All of it together. */
    amplitude: [0.2, 2],
    /** Frequency in Hz at which the body bounces on its springs, and how wide the band is, as a share. */
    bounce: [0.8, 3],
    bounceWidth: [0.1, 0.7],
    /** Frequency of the engine's hum in Hz, and its share of the bounce. */
    hum: [5, 20],
    humShare: [0.1, 1],
    /** Share of the bounce that goes sideways. */
    swayShare: [0.1, 0.7],
    /** Bumps a minute, and the height of each as a multiple of the amplitude. */
    bumps: [0, 30],
    bumpHeight: [2, 6],
    /** Share of the time at which the vehicle stands, with its engine on. */
    standing: [0, 0.3],
  },
  /** A device on the thigh, in a pocket or at the shank of somebody who rides a bicycle. */
  cycling: {
    /** Turns of the pedals a minute. */
    cadence: [40, 110],
    /** Amplitude in rad of the leg's swing about its joint: 15 to 35 degrees, sometimes less. */
    swing: [0.18, 0.61],
    /** Distance from the joint to the device, in m. */
    length: [0.05, 0.35],
    /** Radius in m of the circle on which the device goes round with the pedal. */
    circle: [0, 0.08],
    /** Amplitude of the road's roughness. */
    road: [0.03, 1],
    /** Share of the time in which the pedals rest. */
    coasting: [0, 0.3],
  },
  /** A watch at a wrist on the handlebars, or a phone held by them. */
  handlebars: {
    cadence: [40, 110],
    /** Amplitude of what each push of a leg moves the bars by, twice a turn. */
    push: [0.05, 0.8],
    /** Amplitude in rad of the lean to the side, once a turn. */
    lean: [0.005, 0.12],
    road: [0.2, 3],
    coasting: [0, 0.5],
  },
  /** Noise without any memory on each axis, as of a bad sensor. */
  whiteNoise: {
    amplitude: [0.02, 4],
  },
  /** A phone that is picked up, turned, put down, shaken and tapped. */
  handling: {
    /** Turns a minute to another orientation, the angle in rad of each about each axis. */
    turns: [4, 40],
    angle: [0.2, 2],
    /** How far in m the device is moved with each turn. */
    reach: [0.03, 0.7],
    /** Taps a minute, and the height of each in m/s². */
    taps: [0, 120],
    tapHeight: [0.5, 12],
    /** Share of the time in which it is shaken, how often a second and how hard. */
    shaking: [0, 0.3],
    shakeRate: [1.5, 6],
    shakeAmplitude: [1, 15],
    /** Amplitude of the hand's tremor. */
    tremor: [0.01, 0.2],
  },
  /** A hand that beats time: it claps, brushes, stirs, rubs, folds, drums. */
  rocking: {
    /** Beats a second. */
    rate: [0.5, 5],
    /** How far one beat's length is off, as a share of it. */
    stray: [0.01, 0.12],
    /** Of the movement to and fro. */
    amplitude: [0.3, 15],
    /** How sharply the movement turns round: 0 a sine, 1 a triangle's corners. */
    sharpness: [0, 1],
    /** How round the movement is: 0 along a line, 1 a circle as in stirring. */
    roundness: [0, 1],
    /** Amplitude in rad of the turn to and fro with each beat, as of a wrist. */
    tilt: [0, 0.5],
    /** Height of the impact that ends each beat, as a multiple of the amplitude; 0 is none. */
    impact: [0, 4],
    /** Share of the time in which the hand rests. */
    resting: [0, 0.5],
    /** How long it goes on at a time, in s. */
    lasting: [1, 30],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Range>>>>;

/** A kind of motion that holds no steps. */
export type DisturbanceKind = keyof typeof DISTURBANCE_RANGES;

/** What of a kind can be set or drawn from a range. */
export type DisturbanceRanges<K extends DisturbanceKind = DisturbanceKind> = {
  readonly [Name in keyof (typeof DISTURBANCE_RANGES)[K]]?: Range;
};

/** One value for each range of a kind. */
export type Settings<K extends DisturbanceKind> = Readonly<
  Record<keyof (typeof DISTURBANCE_RANGES)[K], number>
>;

/**
 * Draws one value from each range of a kind, in the order of the table.
 *
 * @param ranges what is not to be drawn from the table's
 * @throws {RangeError} naming the range that is wrong
 */
export function drawSettings<K extends DisturbanceKind>(
  kind: K,
  ranges: DisturbanceRanges<K>,
  random: RandomSource,
): Settings<K> {
  const table: Readonly<Record<string, Range>> = DISTURBANCE_RANGES[kind];
  const own: Readonly<Record<string, Range | undefined>> = ranges;
  for (const name of Object.keys(own)) {
    if (!Object.hasOwn(table, name)) throw new RangeError(`${kind} has no ${name}`);
  }
  const drawn = Object.entries(table).map(([name, usual]) => {
    return [name, draw(`${kind}: ${name}`, own[name] ?? usual, random())];
  });
  return Object.fromEntries(drawn);
}

/** Equally likely in the logarithm, where the range does not begin at 0. */
function draw(name: string, range: Range, share: number): number {
  const [lowest, highest] = typeof range === 'number' ? [range, range] : range;
  if (!(lowest >= 0 && highest >= lowest && highest < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name} is from ${lowest} to ${highest}: it must not be negative`);
  }
  if (lowest === 0) return highest * share;
  return lowest * (highest / lowest) ** share;
}
