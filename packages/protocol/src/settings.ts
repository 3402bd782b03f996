import { STANDARD_GRAVITY } from '@stepstream/math';
import type { Settings } from './schemas/settings.ts';

/** What is in force until a client says otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  accel_unit: 'm/s^2',
  gyro_unit: 'rad/s',
  gravity: 'included',
  confirm_after: 4,
  replies: 'every_frame',
};

/** Factor from the configured unit of acceleration to m/s². */
export function accelerationFactor(settings: Settings): number {
  return settings.accel_unit === 'g' ? STANDARD_GRAVITY : 1;
}

/** Factor from the configured unit of angular velocity to rad/s. */
export function angularVelocityFactor(settings: Settings): number {
  return settings.gyro_unit === 'deg/s' ? Math.PI / 180 : 1;
}
