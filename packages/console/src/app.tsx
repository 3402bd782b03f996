import type { PageConfig } from '@stepstream/protocol';
import { useEffect, useState } from 'preact/hooks';
import type { LinkState, LiveConnection } from './live/live-connection.ts';
import { LiveView } from './live/live-view.tsx';
import { assetUrl } from './page-config.ts';
import { PhoneView } from './phone/phone-view.tsx';
import { TryIt } from './run/try-it.tsx';
import { useStore } from './store.ts';

interface AppProps {
  readonly pageConfig: PageConfig;
  /** Made when it is first needed: the phone's page has no use for it. */
  readonly live: () => LiveConnection;
}

/** The page: the console, or on a phone the step counter alone. */
export function App({ pageConfig, live }: AppProps) {
  const hash = useHash();
  if (hash === '#phone') return <PhoneView pageConfig={pageConfig} />;
  return <Console pageConfig={pageConfig} live={live()} />;
}

function Console({
  pageConfig,
  live,
}: {
  readonly pageConfig: PageConfig;
  readonly live: LiveConnection;
}) {
  const link = useStore(live.link);
  return (
    <>
      <header class="top">
        <h1>
          <img src={assetUrl('/console/icon.svg')} alt="" width="28" height="28" />
          Stepstream
        </h1>
        <p class="tagline">Motion in, steps out, as they happen</p>
        <p class="server-status">
          <a href={assetUrl('/docs')}>API</a>
          <span title="The detector">{pageConfig.model}</span>
          <Link link={link} onRetry={() => live.connect()} />
        </p>
      </header>
      <main class="console">
        <TryIt pageConfig={pageConfig} live={live} />
        <LiveView live={live} pageConfig={pageConfig} />
      </main>
    </>
  );
}

/** How the connection stands; where it is lost, a way to try at once. */
function Link({ link, onRetry }: { readonly link: LinkState; readonly onRetry: () => void }) {
  const words: Record<LinkState, string> = {
    connecting: 'Connecting …',
    open: 'Connected',
    lost: 'Connection lost, trying again …',
    locked: 'Live view locked',
    refused: 'Live view locked',
  };
  return (
    <span class={`link ${link}`}>
      <span role="status">{words[link]}</span>
      {link === 'lost' && (
        <button type="button" class="tool" onClick={onRetry}>
          Try now
        </button>
      )}
    </span>
  );
}

function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return hash;
}
