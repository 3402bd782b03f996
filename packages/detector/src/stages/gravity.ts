/** Whether the device's acceleration includes gravity (a raw accelerometer) or has it removed. */
export type GravityConvention = 'included' | 'excluded';
