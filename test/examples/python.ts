/** A Python that has the library: Debian's package is not seen by one that came from elsewhere. */
export const PYTHON = ['python3', '/usr/bin/python3'].find(
  (python) =>
    Bun.which(python) && Bun.spawnSync([python, '-c', 'import websockets']).exitCode === 0,
);
/** What a test's name says where there is none. */
export const NEEDS_WEBSOCKETS = PYTHON ? '' : ' (skipped: apt-get install python3-websockets)';
