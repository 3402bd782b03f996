import { useState } from 'preact/hooks';
import { assetUrl, streamUrl } from '../page-config.ts';
import { marked } from '../shell/marked.tsx';
import { Tabs } from '../shell/tabs.tsx';
import { firstFrameWords } from '../words/first-frame.ts';
import { type Filling, fill, SNIPPETS } from './snippets.ts';

/** What stands in the page in place of a token: others may be looking. */
const MASKED = 'YOUR_TOKEN';
/** The complete programs, in the documents of this server. */
const COMPLETE = '/docs/examples.html';

/** The programs, each filled with this server's address. */
export function SnippetPanel({
  user,
  needsToken,
}: {
  readonly user: string | null;
  readonly needsToken: boolean;
}) {
  const [chosen, setChosen] = useState(SNIPPETS[0]?.id ?? '');
  const [token, setToken] = useState('');
  const snippet = SNIPPETS.find(({ id }) => id === chosen) ?? SNIPPETS[0];
  const firstFrame = firstFrameWords();
  if (!snippet) return null;
  const filling = (said: string): Filling => ({
    streamUrl: streamUrl(),
    httpUrl: `${location.origin}${assetUrl('')}`,
    user,
    token: needsToken ? said || MASKED : null,
  });
  const isLocal = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  return (
    <div class="snippet-panel">
      {needsToken && (
        <label class="field">
          <span>{firstFrame.token}</span>
          <input
            type="password"
            autocomplete="off"
            value={token}
            onInput={({ currentTarget }) => setToken(currentTarget.value.trim())}
          />
          <span class="note">{marked(firstFrame.tokenNote)}</span>
        </label>
      )}
      <Tabs
        label={firstFrame.languages}
        tabs={SNIPPETS.map(({ id, title }) => ({ id, label: firstFrame.snippet(title) }))}
        chosen={snippet.id}
        onChoose={setChosen}
      >
        <p class="note">{marked(firstFrame.needs[snippet.id] ?? '')}</p>
        <div class="snippet">
          <CopyButton text={() => fill(snippet, filling(token))} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keys. */}
          <pre tabIndex={0}>
            <code>{fill(snippet, filling(''))}</code>
          </pre>
        </div>
      </Tabs>
      {isLocal && <p class="note">{marked(firstFrame.needsNetwork)}</p>}
      <p class="note">
        <a href={assetUrl(COMPLETE)}>{firstFrame.more}</a>
      </p>
    </div>
  );
}

function CopyButton({ text }: { readonly text: () => string }) {
  const [said, setSaid] = useState<'copied' | 'notCopied' | null>(null);
  const firstFrame = firstFrameWords();
  const copy = async () => {
    const copying = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error());
    setSaid(
      await copying.then(
        () => 'copied' as const,
        () => 'notCopied' as const,
      ),
    );
  };
  return (
    <p class="snippet-bar">
      <span role="status" class="note">
        {said && firstFrame[said]}
      </span>
      <button type="button" class="tool" onClick={() => void copy()}>
        {firstFrame.copy}
      </button>
    </p>
  );
}
