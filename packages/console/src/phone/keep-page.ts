import { assetUrl } from '../page-config.ts';

/** What browsers want that let no text become an address of code. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/**
 * Has the browser keep the page's own files, so that it can be installed and opens without the server. Browsers
 * refuse it where they had to be told to trust the certificate; then the page works as any other.
 */
export async function keepPage(): Promise<void> {
  if (!window.isSecureContext || !('serviceWorker' in navigator)) return;
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('stepstream-page', { createScriptURL: (url) => url });
  const address = assetUrl('/service-worker.js');
  try {
    await navigator.serviceWorker.register(policy?.createScriptURL(address) ?? address, {
      scope: assetUrl('/'),
      updateViaCache: 'none',
    });
  } catch {
    // An unknown certificate, or a browser that keeps nothing.
  }
}
