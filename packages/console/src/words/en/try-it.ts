/** Trying it out: a synthetic walk, a recording, or a phone; and what comes of it. `code` stands in backticks. */
export const tryIt = {
  title: 'Try it',
  sources: 'What to stream',
  source: { walk: 'Synthetic', recording: 'Recording', phone: 'Phone' },
  invitation: {
    walk: 'Press Walk',
    recording: 'Drop a recording',
    phone: 'Walk with your phone',
  },
  about:
    'Acceleration streams through this server’s WebSocket, and each step comes back as it happens.',
  stop: 'Stop',
  speed: 'Speed',

  walkLead:
    'A walk made by a model of gait, whose true steps are known. It takes the same way through the server as any phone.',
  walk: 'Walk',
  asWalked: 'as walked',
  atOnce: 'at once',
  more: 'More',
  cadence: 'Cadence',
  perMinute: 'steps/min',
  force: 'Force',
  carriedIn: 'Carried in',
  places: { hand: 'the hand', pocket: 'a pocket', wrist: 'a watch' },
  stands: 'Stands still for 4 s halfway',
  walkTitle: (seed: number) => `Synthetic walk ${seed}`,

  scan: 'Scan it with a phone in the same network.',
  warns: 'The certificate is this server’s own, so the phone warns once: go on anyway.',
  tapStart: 'Tap Start, and allow motion.',
  pocket: 'Put it into a pocket, and walk.',
  codeOf: (url: string) => `QR code of ${url}`,
  thisPhone: 'Walk with this phone: it counts as you go.',
  openCounter: 'Open the step counter',
  noNetwork:
    'Phones give motion to pages over HTTPS only, and here is none yet. Start the server with one flag more:',
  noNetworkNote:
    'Or `npx stepstream serve --lan`. Then a code to scan appears here and in the terminal. Others in your network can then reach the server too; to see who streams they need a token.',

  steps: (count: number): string => (count === 1 ? 'step' : 'steps'),
  whileWalking: 'steps/min while walking',
  rate: 'samples/s',
  streamed: 'min : s streamed',
  progress: 'Share that has been streamed',
  ofTruth: (count: number) => `of ${count}`,
  trueSteps: 'true steps',
  ofTrueSteps: (count: number) => `of ${count} true steps`,
  ofKnown: (counted: number, count: number) => `${counted} of ${count}, where steps are known`,
  counted: (steps: number) => `${steps} steps counted.`,
  countedOf: (steps: number, truth: number) => `${steps} steps counted, ${truth} were true.`,
  stepsAloud: (count: number) => `${count} steps`,
  trace: (title: string, steps: number) => `Trace of ${title}: ${steps} steps`,
  streamBegins: 'Streaming begins …',
  walkBegins: 'The walk begins …',
  saveSteps: 'Save steps',
  needsToken:
    'This server asks who streams, and this page has no token to show. A program can: see First frame.',
  lost: 'The connection is lost. Trying again …',
  unusable: (count: number, why: string) => `${count} samples can’t be used: ${why}.`,
};
