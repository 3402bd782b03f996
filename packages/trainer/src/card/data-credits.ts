import type { SetName } from '../evaluation/datasets.ts';

/** Where a set of recordings comes from, and what is known of it. */
export interface SetCredit {
  /** What was recorded, and how. */
  readonly what: string;
  /** How the contacts are known, if they are. */
  readonly truth: string;
  /** Who made it, and under which licence it may be used. */
  readonly credit: string;
}

/** The credits of the recordings, as their licences ask for. */
export const SET_CREDITS: Readonly<Record<SetName, SetCredit>> = {
  handheld: {
    what:
      'a six-axis sensor held in the hand, at 80 Hz: level walking, stairs both ways, standing. ' +
      'The gyroscope is left out',
    truth: 'a reference for each contact of either foot, on the same clock',
    credit: 'the recordings that the Python step-detection service was trained on; MIT licence',
  },
  phones: {
    what:
      'phones in seven places on the body, on hard floor and on carpet, 100 to 405 samples a ' +
      'second at uneven times; accelerometer only',
    truth:
      'switches in both shoes, read some ten times a second; they bounce and miss now and then',
    credit:
      'Oxford Step Counter data set: D. Salvi, C. Velardo, J. Brynes, L. Tarassenko, "An optimised ' +
      'algorithm for accurate steps counting from smart-phone accelerometry", EMBC 2018; CC BY 4.0',
  },
  daily: {
    what:
      'a phone in the pocket and a watch, about 100 Hz: sitting, standing up, a few steps, turning, ' +
      'sitting down',
    truth: 'none; only what is no step is known',
    credit:
      'M. Matey-Sanz, S. Casteleyn, C. Granell, "Dataset of inertial measurements of smartphones ' +
      'and smartwatches for human activity recognition", Data in Brief 2023; CC BY 4.0',
  },
  watch: {
    what: 'a watch at 20 Hz: walking, jogging, sitting and standing, two minutes of each',
    truth: 'none; where the spectrum of a minute is clear, it tells how many steps there were',
    credit:
      'WISDM Smartphone and Smartwatch Activity and Biometrics: G. M. Weiss, K. Yoneda, ' +
      'T. Hayajneh, 2019; CC BY 4.0',
  },
  sports: {
    what:
      'a sensor on both wrists and the torso at 25 Hz, five minutes of each activity: walking, ' +
      'treadmill flat and inclined, running; sitting, standing, lying, lift, cycling, rowing, ' +
      'stairs, stepper, cross trainer, jumping, basketball; accelerometer only',
    truth:
      'derived from the gyroscopes of both knees in walking, treadmill and running, good to one ' +
      'step in five minutes, off by a constant time; none while nobody steps; elsewhere not known',
    credit:
      'UCI Daily and Sports Activities: K. Altun, B. Barshan, O. Tunçel, "Comparative study on ' +
      'classifying human activities with miniature inertial and magnetic sensors", Pattern ' +
      'Recognition 2010; CC BY 4.0',
  },
  pockets: {
    what:
      'two phones at 25 Hz in trouser pockets of people who walk with a long cane, a guide dog or ' +
      'nothing, on routes indoors with turns, doors and stops; accelerometer only',
    truth:
      'heel strikes of both feet from sensors in the shoes, on the same clock; turns and other ' +
      'stretches without labels count neither way',
    credit:
      'WeAllWalk: G. H. Flores, R. Manduchi, "WeAllWalk: An annotated dataset of inertial sensor ' +
      'time series from blind walkers", ACM TACCESS 2018; CC BY 4.0',
  },
  chores: {
    what:
      'a watch and, of some, a phone at 20 Hz, three minutes of each activity: typing, brushing ' +
      'teeth, eating, drinking, writing, clapping, folding clothes, ball games, stairs; the ' +
      'people of the set watch; accelerometer only',
    truth:
      'none; seated chores, brushing, clapping and folding hold hardly a step, and where the ' +
      'spectrum of a minute of walking is clear, it tells how many there were',
    credit:
      'WISDM Smartphone and Smartwatch Activity and Biometrics: G. M. Weiss, K. Yoneda, ' +
      'T. Hayajneh, 2019; CC BY 4.0',
  },
};
