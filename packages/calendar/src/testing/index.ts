/** Zones and minutes by name, and the runtime's own calendar to compare with, for tests. Not published. */
export * from './calendar.ts';
