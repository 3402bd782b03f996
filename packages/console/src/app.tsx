import type { PageConfig } from '@stepstream/protocol';
import type { LinkState, LiveConnection } from './live/live-connection.ts';
import { LiveView } from './live/live-view.tsx';
import { useLiveFirst } from './live/use-live-first.ts';
import { assetUrl } from './page-config.ts';
import { TryIt } from './run/try-it.tsx';
import { LanguageSwitch } from './shell/language-switch.tsx';
import { lazy } from './shell/lazy.tsx';
import { useHash } from './shell/use-hash.ts';
import { VIEW_ADDRESSES, Views } from './shell/views.tsx';
import { useStore } from './store.ts';
import { language, words } from './words/words.ts';

interface AppProps {
  readonly pageConfig: PageConfig;
  /** Made when it is first needed: the phone's page has no use for it. */
  readonly live: () => LiveConnection;
}

const PhoneView = lazy(async () => (await import('./phone/phone-view.tsx')).PhoneView);
const FirstFrame = lazy(
  async () => (await import('./first-frame/first-frame-view.tsx')).FirstFrameView,
);
const Report = lazy(async () => (await import('./report/report-view.tsx')).ReportView);
const Wall = lazy(async () => (await import('./wall/wall-view.tsx')).WallView);

/** The page: the console, or on a phone the step counter alone. */
export function App({ pageConfig, live }: AppProps) {
  const hash = useHash();
  // All that is below is drawn anew with it.
  useStore(language);
  if (hash === '#phone') return <PhoneView pageConfig={pageConfig} />;
  return <Console hash={hash} pageConfig={pageConfig} live={live()} />;
}

function Console({
  hash,
  pageConfig,
  live,
}: {
  readonly hash: string;
  readonly pageConfig: PageConfig;
  readonly live: LiveConnection;
}) {
  const link = useStore(live.link);
  const { shell } = words();
  return (
    <>
      <header class="top">
        <h1>
          <img src={assetUrl('/console/icon.svg')} alt="" width="28" height="28" />
          Stepstream
        </h1>
        <p class="tagline">{shell.tagline}</p>
        <Views hash={hash} />
        <p class="server-status">
          <a href={assetUrl('/docs')}>{shell.api}</a>
          {pageConfig.model_card === null ? (
            <span title={shell.detector}>{pageConfig.model}</span>
          ) : (
            <a href={assetUrl(pageConfig.model_card)} title={shell.modelCard}>
              {pageConfig.model}
            </a>
          )}
          <LanguageSwitch />
          <Link link={link} onRetry={() => live.connect()} />
        </p>
      </header>
      <main class="console">
        {hash === VIEW_ADDRESSES.firstFrame ? (
          <FirstFrame pageConfig={pageConfig} live={live} />
        ) : hash === VIEW_ADDRESSES.report ? (
          <Report pageConfig={pageConfig} />
        ) : hash === VIEW_ADDRESSES.wall ? (
          <Wall pageConfig={pageConfig} live={live} />
        ) : (
          <Home pageConfig={pageConfig} live={live} />
        )}
      </main>
    </>
  );
}

/** What needs no address of its own: trying it out, and who streams. What there is of the second comes first. */
function Home({
  pageConfig,
  live,
}: {
  readonly pageConfig: PageConfig;
  readonly live: LiveConnection;
}) {
  const isLiveFirst = useLiveFirst(live);
  if (isLiveFirst === undefined) return null;
  const tryIt = <TryIt key="try" pageConfig={pageConfig} live={live} />;
  const liveView = <LiveView key="live" live={live} pageConfig={pageConfig} />;
  return <>{isLiveFirst ? [liveView, tryIt] : [tryIt, liveView]}</>;
}

/** How the connection stands; where it is lost, a way to try at once. */
function Link({ link, onRetry }: { readonly link: LinkState; readonly onRetry: () => void }) {
  const { shell } = words();
  return (
    <span class={`link ${link}`}>
      <span role="status">{shell.link[link]}</span>
      {link === 'lost' && (
        <button type="button" class="tool" onClick={onRetry}>
          {shell.tryNow}
        </button>
      )}
    </span>
  );
}
