import { CLOSE_REASONS, FAULT_CODES, type ServerMessage } from '@stepstream/protocol';
import {
  CLIENT_MESSAGES,
  type ClientMessageEntry,
  SERVER_MESSAGES,
  schemaName,
} from '@stepstream/protocol/schemas';
import { explainProblem, PROBLEM_CODES } from '../http/problem.ts';
import type { asyncApi } from './asyncapi.ts';
import { fieldsOf } from './fields.ts';
import type { JsonSchema } from './json-schemas.ts';
import type { OpenApiDocument } from './openapi.ts';
import { type Operation, operationsOf } from './operations.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { PublishedPaths } from './published-paths.ts';

/**
 * The page at `/docs/api.html`: both documents, to read. It is one file without scripts that loads nothing,
 * so it also works without internet.
 */
export function docsPage(
  rest: OpenApiDocument,
  stream: ReturnType<typeof asyncApi>,
  { basePath, streamPath }: PublishedPaths,
): string {
  const operations = operationsOf(rest);
  const address = escaped(`${basePath}${streamPath}`);
  const client = Object.entries(CLIENT_MESSAGES) as [string, ClientMessageEntry][];
  const server = Object.entries(SERVER_MESSAGES) as [ServerMessage['type'], string][];
  const messages = stream.components.schemas;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stepstream: interfaces</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<nav aria-label="Contents">
<p class="brand"><a href="${basePath}/docs">Stepstream</a> <span>${escaped(rest.info.version)}</span></p>
<p><a href="${basePath}/#/first-frame">Try it</a></p>
${menu('Stream', [
  ['#client', 'A client sends'],
  ...client.map(([name]): [string, string] => [`#${name}`, name]),
  ['#server', 'The server sends'],
  ...server.map(([type]): [string, string] => [`#${schemaName(type)}`, type]),
  ['#codes', 'Error codes'],
  ['#close', 'Close codes'],
])}
${menu('HTTP', [
  ...operations.map(({ id, method, path }): [string, string] => [`#${id}`, `${method} ${path}`]),
  ['#problems', 'Error codes'],
])}
</nav>
<main>
<h1>Interfaces</h1>
<p>Machine-readable: <a href="${basePath}/asyncapi.json">asyncapi.json</a> for the stream, <a href="${basePath}/openapi.json">openapi.json</a> for HTTP.</p>
<h2>The stream: <code>${address}</code></h2>
${paragraphs(stream.info.description.slice(0, stream.info.description.indexOf('Close codes:')))}
<p>Connect to <code>${address}/NAME</code> or <code>${address}?user_id=NAME</code> to name the user; a user has one live session.</p>
<h3 id="client">A client sends</h3>
${client.map(([name, entry]) => clientMessage(name, entry, messages[name] ?? {})).join('\n')}
<h3 id="server">The server sends</h3>
<p>Every message has <code>session_id</code>, <code>timestamp</code> and, where the connection named one, <code>user_id</code>.</p>
${server.map(([type, when]) => section(type, when, messages[schemaName(type)] ?? {}, schemaName(type), ENVELOPE)).join('\n')}
${section('Step', 'A step, in a step_detection.', messages['Step'] ?? {}, 'Step')}
<h3 id="codes">Error codes</h3>
${table(['code', 'meaning'], Object.entries(FAULT_CODES))}
<h3 id="close">Close codes</h3>
${table(
  ['code', 'meaning'],
  Object.values(CLOSE_REASONS).map(({ code, meaning }) => [String(code), meaning]),
)}
<h2>HTTP</h2>
${basePath === '' ? '' : `<p>All paths are below <code>${escaped(basePath)}</code>.</p>`}
${operations.map(operationSection).join('\n')}
<h3 id="problems">Error codes</h3>
<p>Errors are <code>application/problem+json</code> (RFC 9457):</p>
${fieldTable((rest.components.schemas?.['Problem'] ?? {}) as JsonSchema)}
${table(
  ['code', 'status and meaning'],
  PROBLEM_CODES.map((code) => {
    const { status, meaning } = explainProblem(code);
    return [code, `${status}: ${meaning}.`];
  }),
)}
</main>
</body>
</html>
`;
}

const ENVELOPE = new Set(['type', 'session_id', 'timestamp', 'user_id']);

function menu(title: string, links: readonly (readonly [href: string, text: string])[]): string {
  const items = links.map(([href, text]) => `<li><a href="${href}">${escaped(text)}</a></li>`);
  return `<p class="group">${title}</p><ul>${items.join('')}</ul>`;
}

function clientMessage(name: string, entry: ClientMessageEntry, schema: JsonSchema): string {
  return `${section(name, entry.summary, schema, name)}
<pre><code>${escaped(JSON.stringify(entry.example))}</code></pre>
<p>Answered with <a href="#${schemaName(entry.answer)}"><code>${entry.answer}</code></a>, or with an <a href="#Error"><code>error</code></a>.</p>`;
}

function section(
  title: string,
  summary: string,
  schema: JsonSchema,
  id: string,
  without: ReadonlySet<string> = new Set(),
): string {
  return `<h4 id="${id}"><code>${escaped(title)}</code></h4>
<p>${rich(summary)}</p>
${fieldTable(schema, without)}`;
}

function operationSection(operation: Operation): string {
  const { id, method, path, summary, description, parameters, body, answer, problems } = operation;
  const parts = [
    `<h3 id="${id}"><span class="method">${method}</span> <code>${escaped(path)}</code></h3>`,
    `<p>${rich(`${summary}. ${description}`.trim())}</p>`,
  ];
  if (parameters.length > 0) {
    const rows = parameters.map((one) => [one.name, one.in, one.description]);
    parts.push(table(['parameter', 'in', 'meaning'], rows));
  }
  if (body) parts.push('<h4>Body</h4>', fieldTable(body), example(body));
  parts.push('<h4>Answer</h4>', `<p>${rich(answer.description)}</p>`);
  if (answer.body) parts.push(fieldTable(answer.body), example(answer.body));
  parts.push('<h4>Errors</h4>', table(['status', 'why'], problems));
  return parts.join('\n');
}

function example({ examples }: JsonSchema): string {
  if (!Array.isArray(examples)) return '';
  return examples.map((one) => `<pre><code>${escaped(JSON.stringify(one))}</code></pre>`).join('');
}

function fieldTable(schema: JsonSchema, without: ReadonlySet<string> = new Set()): string {
  const fields = fieldsOf(schema).filter(({ name }) => !without.has(name));
  if (fields.length === 0) return '';
  const rows = fields.map(({ name, type, required, description }) => [
    required ? name : `${name}?`,
    type,
    description,
  ]);
  return table(['field', 'type', 'meaning'], rows);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = header.map((cell) => `<th>${cell}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><td><code>${escaped(first)}</code></td>${rest.map((cell) => `<td>${rich(cell)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function paragraphs(text: string): string {
  return text
    .trim()
    .split('\n\n')
    .map((paragraph) => `<p>${rich(paragraph)}</p>`)
    .join('\n');
}

/** Text with `code` in it. */
function rich(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
