/** The columns of a table of samples, in the order of their slots. */
export const SAMPLE_COLUMNS = {
  time: 0,
  accel: [1, 2, 3],
  gyro: [4, 5, 6],
  activity: 7,
  date: 8,
  gravity: [9, 10, 11],
  sensor: 12,
  truth: 13,
} as const;
