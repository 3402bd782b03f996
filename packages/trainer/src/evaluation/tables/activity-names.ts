/**
 * What the sets call activities, in words. The hand-held set's two kinds of stairs are only named a
 * and b; b is the quicker and harder one in almost all recordings, as going down is.
 */
const NAMES: Readonly<Record<string, string>> = {
  stairs_a: 'stairs up',
  stairs_b: 'stairs down',
  treadmill_4kmh: 'treadmill 4 km/h',
  treadmill_4kmh_incline: 'treadmill uphill',
  running_8kmh: 'running 8 km/h',
  elevator_still: 'still in a lift',
  elevator_moving: 'moving in a lift',
  teeth: 'brushing teeth',
  soup: 'eating soup',
  chips: 'eating chips',
  pasta: 'eating pasta',
  sandwich: 'eating a sandwich',
  folding: 'folding clothes',
  catch: 'playing catch',
};

/** What an activity is called in tables and texts. */
export function activityName(activity: string): string {
  return NAMES[activity] ?? activity.replaceAll('_', ' ');
}
