import type { DisturbanceKind, DisturbanceOptions, DisturbanceRanges } from '@stepstream/synthetic';
import { atMost, type Target } from './targets.ts';

/** A motion in which nobody steps, of one strength; what is not fixed differs from seed to seed. */
export interface DisturbanceTrial {
  /** Stable, such as `vibration_0.8`. */
  readonly key: string;
  readonly label: string;
  /** False steps a minute that are aimed at; null where nothing is. */
  readonly target: Target | null;
  readonly options: Pick<DisturbanceOptions, 'kind' | 'ranges'>;
}

/** All kinds, the weakest of each first. */
export const DISTURBANCE_TRIALS: readonly DisturbanceTrial[] = [
  ...[0.1, 0.5].map((amplitude) => noise(amplitude, null)),
  ...[1.25, 2, 3].map((amplitude) => noise(amplitude, atMost(1))),
  noise(4, null),
  ...[0.2, 0.4, 0.8, 1.5].map((amplitude) =>
    trial('vibration', amplitude, `a vehicle's floor, ${amplitude} m/s²`, { amplitude }, atMost(2)),
  ),
  ...[50, 65, 80, 100].map((cadence) =>
    trial('cycling', cadence, `a cyclist's leg at ${cadence} rpm`, { cadence }, atMost(5)),
  ),
  ...[0.3, 1, 3].map((road) =>
    trial('handlebars', road, `handlebars on a road of ${road} m/s²`, { road }, atMost(1)),
  ),
  ...[4, 15, 40].map((turns) =>
    trial('handling', turns, `a phone in busy hands, ${turns} turns a minute`, {
      turns,
      shaking: 0,
    }),
  ),
  ...[0.7, 1.2, 1.8, 2.5, 4].map((rate) =>
    trial('rocking', rate, `a hand that beats ${rate} times a second`, { rate, impact: 0 }),
  ),
  ...[1.2, 1.8, 2.5].map((rate) =>
    trial('rocking', `${rate}_hard`, `the same ${rate} times a second, with impacts`, {
      rate,
      impact: [1, 4],
    }),
  ),
];

function noise(amplitude: number, target: Target | null): DisturbanceTrial {
  return trial('whiteNoise', amplitude, `white noise, σ ${amplitude} m/s²`, { amplitude }, target);
}

function trial<K extends DisturbanceKind>(
  kind: K,
  strength: number | string,
  label: string,
  ranges: DisturbanceRanges<K>,
  target: Target | null = null,
): DisturbanceTrial {
  return { key: `${kind}_${strength}`, label, target, options: { kind, ranges } };
}
