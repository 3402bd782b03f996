/** What surrounds all views. */
export const shell = {
  tagline: 'Motion in, steps out, as they happen',
  api: 'API',
  detector: 'The detector',
  modelCard: 'The detector: what it is, and where it fails',
  language: 'Language',
  loading: 'Loading …',
  notLoaded: 'This part of the page could not be loaded. Is the server still there?',
  views: 'Views',
  view: { home: 'Console', firstFrame: 'First frame', report: 'Report', wall: 'Wall' },
  tryNow: 'Try now',
  link: {
    connecting: 'Connecting …',
    open: 'Connected',
    lost: 'Connection lost, trying again …',
    locked: 'Live view locked',
    refused: 'Live view locked',
  },
};
