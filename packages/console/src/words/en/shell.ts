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
  /** What stands between whole numbers and decimals. */
  decimalMark: '.',

  unlock: {
    title: 'For whoever runs this server',
    lead: 'Other people’s sessions are shown with the admin token that `stepstream serve` prints. Trying it out needs none.',
    token: 'Admin token',
    show: 'Show',
    refused:
      'This is not the token of this server. It changes with each start, unless STEPSTREAM_ADMIN_TOKEN is set.',
  },

  /** Why a phone gives no motion. */
  motion: {
    needsHttps:
      'Browsers give motion over HTTPS only, and this page came without. Start the server with --lan, and open the https address that it prints.',
    noMotion: 'This browser knows no motion at all. Try Chrome or Safari, up to date.',
    notAllowed:
      'Motion was not allowed. Close this tab, open the page again, tap Start and allow it.',
  },
};
