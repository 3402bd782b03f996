/** The accelerometer's fields of a sample, in order. */
export const ACCEL_FIELDS = ['accel_x', 'accel_y', 'accel_z'] as const;
/** The gyroscope's fields; they may be left out together. */
export const GYRO_FIELDS = ['gyro_x', 'gyro_y', 'gyro_z'] as const;
/** All sensor fields of a sample. */
export const SENSOR_FIELDS = [...ACCEL_FIELDS, ...GYRO_FIELDS] as const;
