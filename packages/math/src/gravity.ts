/** Standard gravity in m/s² (CGPM 1901). */
export const STANDARD_GRAVITY = 9.80665;
