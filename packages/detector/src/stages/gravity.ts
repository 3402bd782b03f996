/** Whether the device's acceleration includes gravity (a raw accelerometer) or has it removed. */
export type GravityConvention = 'included' | 'excluded';

/** Standard gravity in m/s² (CGPM 1901). */
export const STANDARD_GRAVITY = 9.80665;
