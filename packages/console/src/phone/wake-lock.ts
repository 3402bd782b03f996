/** Keeps the screen on, also after the page was away for a while, until the returned function is called. */
export function keepScreenOn(): () => void {
  let sentinel: WakeLockSentinel | undefined;
  let over = false;
  const ask = async () => {
    if (over || document.visibilityState !== 'visible') return;
    try {
      sentinel = await navigator.wakeLock?.request('screen');
      if (over) await sentinel?.release();
    } catch {
      // Low battery, or a browser without it: walking works all the same.
    }
  };
  document.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', ask);
    sentinel?.release().catch(() => {});
  };
}
