/** The wall: a tile for each phone. */
export const wall = {
  title: 'Wall',
  lead: 'Scan the code with a phone, tap Start, and walk: each phone gets a tile.',
  warns: 'The certificate is this server’s own, so phones warn once: go on anyway.',
  addressOf: 'The page for phones',
  nobody: 'No phone yet',
  nobodyNote: 'The first one that is scanned and started appears here.',
  tiles: 'Phones',
  more: (count: number): string =>
    count === 1 ? 'One more phone has no place here.' : `${count} more phones have no place here.`,
  steps: (count: number): string => (count === 1 ? 'step' : 'steps'),
  perMinute: 'steps/min',
  resting: 'at rest',
  away: 'connection lost',
  over: 'has stopped',
  total: (count: string) => `${count} steps together`,
  fullScreen: 'Full screen',
};
