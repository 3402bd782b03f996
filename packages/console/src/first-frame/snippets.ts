import guide from '../../../../docs/first-frame.md' with { type: 'text' };

/** A program that streams, in one language. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  /** The document's own name of the language: `js`, `dart`. */
  readonly language: string;
  readonly code: string;
}

/** What a snippet is filled with. */
export interface Filling {
  /** Address of the stream. */
  readonly streamUrl: string;
  /** Address of the server, with its base path. */
  readonly httpUrl: string;
  /** The user to stream as; none with null. */
  readonly user: string | null;
  /** What proves who it is; null where the server does not ask. */
  readonly token: string | null;
}

/** What the document has in place of a server's own. */
const STREAM_URL = 'ws://localhost:8000/ws/realtime';
const HTTP_URL = 'http://localhost:8000';
const PUSH_PATH = '/ingest/sensor-logger';
const TOKEN = 'YOUR_TOKEN';
/** Begins a line that is for servers that ask for tokens. */
const WITH_TOKEN = /^( *)(?:\/\/|#) with a token: (.*)$/gm;

/** The programs of `docs/first-frame.md`, which the tests run or parse. */
export const SNIPPETS: readonly Snippet[] = snippetsOf(guide);

/** The programs of a document: each under its own heading. */
export function snippetsOf(document: string): Snippet[] {
  return document.split(/^## /m).flatMap((part) => {
    const [, title = '', language, code] =
      /^(.*)\n[\s\S]*?^```(\w+)\n([\s\S]*?)^```/m.exec(part) ?? [];
    if (language === undefined || code === undefined) return [];
    return [{ id: title.toLowerCase().replaceAll(' ', '-'), title, language, code }];
  });
}

/** A program for a server: with its addresses and, where that is asked for, the lines that say a token. */
export function fill(
  { language, code }: Snippet,
  { streamUrl, httpUrl, user, token }: Filling,
): string {
  const name = user === null ? '' : encodeURIComponent(user);
  const stream = name === '' ? streamUrl : `${streamUrl}/${name}`;
  const push = `${httpUrl}${PUSH_PATH}`;
  const filled = code
    .replaceAll(STREAM_URL, stream)
    // A shell takes a question mark for a pattern.
    .replaceAll(`${HTTP_URL}${PUSH_PATH}`, name === '' ? push : `'${push}?user_id=${name}'`);
  return withToken(filled, language, token);
}

function withToken(code: string, language: string, token: string | null): string {
  if (token === null) {
    const without = code.replaceAll(new RegExp(`${WITH_TOKEN.source}\n`, 'gm'), '');
    return without.replaceAll(', {\n}', '');
  }
  if (language === 'sh') {
    // A comment can't stand within a command: its option goes where the command begins.
    const option = [...code.matchAll(WITH_TOKEN)][0]?.[2] ?? '';
    const without = code.replaceAll(new RegExp(`${WITH_TOKEN.source}\n`, 'gm'), '');
    return without.replace('curl -s ', `curl -s ${option} `).replaceAll(TOKEN, token);
  }
  return code.replaceAll(WITH_TOKEN, '$1$2').replaceAll(TOKEN, token);
}
