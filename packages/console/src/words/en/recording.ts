/** Recordings of one's own: what is chosen, what was read, and what a file does not say. */
export const recording = {
  drop: 'Drop recordings',
  dropTitle: 'Drop recordings anywhere',
  choose: 'Choose a file',
  input: 'Recording',
  note: 'Any table with time and acceleration, of an app, a device or your own: CSV, JSON, Excel, gzip or zip. It goes to this server alone.',
  asFastAsItGoes: 'as fast as it goes',
  asRecorded: 'as recorded',
  again: 'Stream it again',
  reading: (name: string) => `Reading ${name} …`,
  read: (format: string, samples: string, unit: string) =>
    `${format}, ${samples} samples in ${unit}`,
  noGravity: 'gravity taken off',
  noGyroscope: 'no gyroscope',
  unreadable: (name: string, why: string) =>
    `${name} could not be read (${why}). Is the server still there?`,

  table: 'Recordings',
  name: 'Recording',
  steps: 'Steps',
  offBy: 'Off by',
  waiting: 'waiting …',
  nothing: 'There is no recording among these files: choose it together with what is known of it.',
  openHere: 'Open as a report',

  orSay: 'Or say what it holds:',
  axes: ['Time', 'Acceleration x', 'Acceleration y', 'Acceleration z'] as readonly string[],
  unit: 'Unit of the acceleration',
  rate: 'Samples a second',
  tooFewColumns:
    'It has too few columns: steps are counted from the acceleration along x, y and z. Export all three.',
  noTimeColumn: 'none: at a steady rate',
  readItSo: 'Read it so',
};
