/** Where a launcher tells its process id, in decimal digits. */
export const LAUNCHER_VARIABLE = 'STEPSTREAM_LAUNCHER_PID';

/** How often it is looked for, in milliseconds. */
const CHECK_MS = 500;

/** What is asked of the operating system, for tests. */
interface Processes {
  readonly parent: number;
  isAlive(pid: number): boolean;
}

const system: Processes = {
  // Looked up anew each time: it changes when the parent ends.
  get parent() {
    return process.ppid;
  },
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // Whoever runs as somebody else is there, too.
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};

/**
 * Calls back once when the launcher of this process is gone, however it ended: one that is killed can't pass that
 * on. A process that no launcher of ours has started is left alone: it may be meant to outlive whoever did.
 *
 * @param environment in which the launcher may have told its id; it is taken out, for it is nobody else's affair
 * @returns stops watching
 */
export function whenLauncherIsGone(
  gone: () => void,
  environment: Record<string, string | undefined> = process.env,
  processes: Processes = system,
): () => void {
  const launcher = Number(environment[LAUNCHER_VARIABLE]);
  delete environment[LAUNCHER_VARIABLE];
  const { isAlive } = processes;
  const isThere = () => processes.parent === launcher && isAlive(launcher);
  // Somebody else's, who stands between a launcher and this process.
  if (!(launcher > 0) || (!isThere() && isAlive(launcher))) return () => {};
  const timer = setInterval(() => {
    if (isThere()) return;
    clearInterval(timer);
    gone();
  }, CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
