/** A trace, and what can be done with it. */
export const trace = {
  tools: 'View',
  pause: 'Pause',
  follow: 'Follow',
  zoomOut: 'Zoom out',
  zoomIn: 'Zoom in',
  all: 'All',
  saveSamples: 'Save the samples, likelihoods and steps',
  savePicture: 'Save the picture as it stands',
  withKeys: (label: string) =>
    `${label}. Space pauses, plus and minus zoom, arrows move, a shows all.`,
  acceleration: 'acceleration, m/s²',
  walk: 'walk, and its steps',
  cadence: 'cadence, steps/min',
  step: 'step counted',
  likelihood: 'likelihood',
  truth: 'true step',
  piece: (from: string, to: string, seconds: string) => `${from} to ${to} (${seconds} s)`,
  steps: (count: number, grouped: string): string => `${grouped} ${count === 1 ? 'step' : 'steps'}`,
  walking: (cadence: string) => `${cadence} steps/min while walking`,
  likelihoodOf: (value: string) => `likelihood ${value}`,
  stepOf: (number: string) => `step ${number}`,
};
