/** Told how the page that the client runs in comes and goes. */
export interface PageListeners {
  /** The page may be gone for good from here on. */
  onHidden(): void;
  /** The page is left: it is thrown away, or frozen until the user comes back to it. */
  onLeave(): void;
  /** The page is back from where it was frozen. */
  onReturn(): void;
}

/**
 * Follows the page, where there is one.
 *
 * @returns stops it
 */
export function followPage({ onHidden, onLeave, onReturn }: PageListeners): () => void {
  if (typeof document === 'undefined') return () => {};
  const visibility = () => {
    if (document.hidden) onHidden();
  };
  document.addEventListener('visibilitychange', visibility);
  addEventListener('pagehide', onLeave);
  addEventListener('pageshow', onReturn);
  return () => {
    document.removeEventListener('visibilitychange', visibility);
    removeEventListener('pagehide', onLeave);
    removeEventListener('pageshow', onReturn);
  };
}
