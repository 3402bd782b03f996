import type { PageConfig } from '@stepstream/protocol';
import { noMotion } from '../phone/motion.ts';
import { marked } from '../shell/marked.tsx';
import { words } from '../words/words.ts';
import { Qr } from './qr.tsx';

/** How to walk with a phone: a code to scan; on a phone itself, the way to its page. */
export function PhonePanel({ pageConfig }: { readonly pageConfig: PageConfig }) {
  const { phone_url: url, self_signed: selfSigned } = pageConfig;
  if (matchMedia('(pointer: coarse)').matches) return <OnThisPhone url={url} />;
  if (url === null) return <WithoutNetwork />;
  const { tryIt } = words();
  return (
    <div class="panel">
      <p class="lead">{tryIt.scan}</p>
      <Qr url={url} />
      <p class="address">
        <a href={url}>{url}</a>
      </p>
      <ol class="note">
        {selfSigned && <li>{tryIt.warns}</li>}
        <li>{tryIt.tapStart}</li>
        <li>{tryIt.pocket}</li>
      </ol>
    </div>
  );
}

function OnThisPhone({ url }: { readonly url: string | null }) {
  const obstacle = noMotion();
  const { tryIt } = words();
  return (
    <div class="panel">
      <p class="lead">{tryIt.thisPhone}</p>
      <a class="button big primary" href="#phone">
        {tryIt.openCounter}
      </a>
      {obstacle && (
        <p class="problem">
          {obstacle} {url && <a href={url}>{url}</a>}
        </p>
      )}
    </div>
  );
}

/** The server is on this machine alone, and a phone can't reach it. */
export function WithoutNetwork() {
  const { tryIt } = words();
  return (
    <div class="panel">
      <p class="lead">{tryIt.noNetwork}</p>
      <pre class="command">
        <code>npm start -- --lan</code>
      </pre>
      <p class="note">{marked(tryIt.noNetworkNote)}</p>
    </div>
  );
}
