import type { Vector } from '@stepstream/math';
import type { GaitPhase } from './phase.ts';
import type { Side } from './side.ts';

const TURN = 2 * Math.PI;

/**
 * Amplitude of the vertical acceleration at step frequency in m/s², at 108 steps/min: the trunk is
 * lowest in double support, just after a contact, and highest in mid-stance. (Chosen so that with
 * the jolt the first harmonic is the 2.2 m/s² of the handheld recordings.)
 */
const BOUNCE = 1.92;
/** Where in the step the trunk is lowest, as a share of it. (From the handheld recordings.) */
const LOWEST_AT = 0.05;
/**
 * Amplitude of the fore-aft acceleration at step frequency, as a share of the vertical one: braking
 * after a contact, then push-off. (Chosen to look like the handheld recordings.)
 */
const FORE_AFT = 0.6;
/** Amplitude of the sway from foot to foot, at stride frequency, in m/s². (Chosen.) */
const SWAY = 0.5;

/**
 * The jolt of the heel: a pulse upward that begins this long after the contact and lasts this long,
 * in s. With the trunk's own acceleration it puts the peak of |a| about 50 ms after the contact, as
 * the handheld recordings have it.
 */
const IMPACT_DELAY = 0.018;
const IMPACT_LENGTH = 0.08;
/** Height of the pulse in m/s² at 108 steps/min. (Chosen to look like the handheld recordings.) */
const IMPACT = 2.1;
/** How much of it goes against the walking direction. (Chosen.) */
const IMPACT_BRAKING = 0.4;
/** The recoil after it, in s: as strong in sum, so that the jolt leaves no velocity behind. */
const RECOIL_DELAY = 0.09;
const RECOIL_LENGTH = 0.2;

const REFERENCE_STEP_TIME = 60 / 108;

/**
 * Acceleration of the trunk in m/s², without gravity.
 *
 * Bounce and jolt grow in proportion to the cadence: in the handheld recordings of one person the
 * power of it is between 0 and 1, while the same rise at every cadence would need 2.
 *
 * @param phase - where in the gait
 * @param time - seconds, on the contacts' clock
 * @param impact - factors on the jolt, for what lies between each foot and the device
 */
export function trunkAcceleration(
  phase: GaitPhase,
  time: number,
  impact: Readonly<Record<Side, number>>,
): Vector {
  const { strength, stepTime, stride, lastContact } = phase;
  const step = 2 * stride;
  const tempo = REFERENCE_STEP_TIME / stepTime;
  const bounce = strength * tempo * BOUNCE;
  const since = lastContact ? time - lastContact.time : 0;
  const jolt = lastContact
    ? impact[lastContact.side] *
      lastContact.strength *
      IMPACT *
      tempo *
      (pulse(since - IMPACT_DELAY, IMPACT_LENGTH) -
        (IMPACT_LENGTH / RECOIL_LENGTH) * pulse(since - RECOIL_DELAY, RECOIL_LENGTH))
    : 0;
  return [
    -FORE_AFT * bounce * Math.sin(TURN * (step - LOWEST_AT)) - IMPACT_BRAKING * jolt,
    // While the right foot carries (stride 0 … ½) the trunk is pushed back to the left.
    strength * SWAY * Math.sin(TURN * stride),
    bounce * Math.cos(TURN * (step - LOWEST_AT)) + jolt,
  ];
}

/** A smooth pulse of height 1 from 0 to `length`. */
function pulse(time: number, length: number): number {
  if (time <= 0 || time >= length) return 0;
  return (1 - Math.cos((TURN * time) / length)) / 2;
}
