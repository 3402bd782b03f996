import type { PageConfig } from '@stepstream/protocol';
import { noMotion } from '../phone/motion.ts';
import { Qr } from './qr.tsx';

/** How to walk with a phone: a code to scan; on a phone itself, the way to its page. */
export function PhonePanel({ pageConfig }: { readonly pageConfig: PageConfig }) {
  const { phone_url: url, self_signed: selfSigned } = pageConfig;
  if (matchMedia('(pointer: coarse)').matches) return <OnThisPhone url={url} />;
  if (url === null) return <WithoutNetwork />;
  return (
    <div class="panel">
      <p class="lead">Scan it with a phone in the same network.</p>
      <Qr url={url} />
      <p class="address">
        <a href={url}>{url}</a>
      </p>
      <ol class="note">
        {selfSigned && (
          <li>The certificate is this server's own, so the phone warns once: go on anyway.</li>
        )}
        <li>Tap Start, and allow motion.</li>
        <li>Put it into a pocket, and walk.</li>
      </ol>
    </div>
  );
}

function OnThisPhone({ url }: { readonly url: string | null }) {
  const obstacle = noMotion();
  return (
    <div class="panel">
      <p class="lead">Walk with this phone: it counts as you go.</p>
      <a class="button big primary" href="#phone">
        Open the step counter
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
  return (
    <div class="panel">
      <p class="lead">
        Phones give motion to pages over HTTPS only, and here is none yet. Start the server with one
        flag more:
      </p>
      <pre class="command">
        <code>npm start -- --lan</code>
      </pre>
      <p class="note">
        Or <code>npx stepstream serve --lan</code>. Then a code to scan appears here and in the
        terminal. Others in your network can then reach the server too; to see who streams they need
        a token.
      </p>
    </div>
  );
}
