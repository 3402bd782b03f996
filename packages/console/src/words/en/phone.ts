/** The step counter on a phone. */
export const phone = {
  back: '‹ Console',
  status: {
    ready: 'Ready',
    connecting: 'Connecting …',
    walking: 'Counting',
    lost: 'Connection lost',
    over: 'Stopped',
  },
  steps: (count: number): string => (count === 1 ? 'step' : 'steps'),
  stepsAloud: (count: string) => `${count} steps`,
  perMinute: 'steps/min',
  trace: 'Trace of this phone',
  waiting: 'Waiting for motion …',
  vibrate: 'Vibrate at each step',
  goOn: 'Go on',
  stop: 'Stop',
  start: 'Start',
  startAnew: 'Start anew',
  keepInFront:
    'Keep this page in front, and the screen on, which it does for you: behind another app or a locked screen, browsers give no motion.',
  wasAway: (time: string) =>
    `This page was out of sight for ${time}. Browsers give no motion then: steps of that time are not counted.`,
  nothingKept: 'Motion goes to this server alone, and is not kept.',
  install: 'Add this page to the home screen to open it like an app.',
  noReadings:
    'This device gives no motion: it has no accelerometer, or the browser blocks it (look for “motion sensors” in its settings for this site).',
  connectionLost: 'The connection is lost. Your steps are kept and counted later. Trying again …',
  unreached:
    'The server can’t be reached; trying again. Some browsers refuse the sockets of a server whose certificate they do not know: one that the phone trusts (--tls-cert) helps then.',
};
