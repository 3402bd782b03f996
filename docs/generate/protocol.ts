import {
  CLOSE_REASONS,
  DEFAULT_SETTINGS,
  FAULT_CODES,
  type ServerMessage,
} from '@stepstream/protocol';
import {
  CLIENT_MESSAGES,
  type ClientMessageEntry,
  SERVER_MESSAGES,
  schemaName,
} from '@stepstream/protocol/schemas';
import {
  explainProblem,
  fieldsOf,
  type JsonSchema,
  jsonSchemas,
  type OpenApiDocument,
  operationsOf,
  PROBLEM_CODES,
  schemas,
} from 'stepstream/internals';
import { serverExamples } from './examples.ts';
import { markdownTable } from './section.ts';

/**
 * The generated sections of docs/protocol.md, by name.
 *
 * @param openApi - the document that a server serves at `/openapi.json`
 */
export function protocolSections(openApi: OpenApiDocument): Map<string, string> {
  return new Map([
    ['client-messages', clientMessages()],
    ['server-messages', serverMessages()],
    ['error-codes', markdownTable([['code', 'meaning'], ...coded(Object.entries(FAULT_CODES))])],
    [
      'close-codes',
      markdownTable([
        ['code', 'meaning'],
        ...Object.values(CLOSE_REASONS).map(({ code, meaning }) => [String(code), meaning]),
      ]),
    ],
    ['endpoints', endpoints(openApi)],
    ['http-error-codes', httpErrorCodes()],
  ]);
}

const SCHEMAS = jsonSchemas(schemas());
/** The fields that every message of the server has; described once. */
const ENVELOPE = new Set(['type', 'session_id', 'timestamp', 'user_id']);

function clientMessages(): string {
  const entries = Object.entries(CLIENT_MESSAGES) as [string, ClientMessageEntry][];
  return entries
    .map(([name, { summary, example, answer }]) =>
      [
        `### ${name}`,
        summary,
        json(example),
        fieldTable(SCHEMAS[name] ?? {}, new Set(['action'])),
        `Answered with [\`${answer}\`](#${answer}).`,
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    )
    .join('\n\n');
}

function serverMessages(): string {
  const examples = serverExamples();
  const messages = (Object.keys(SERVER_MESSAGES) as ServerMessage['type'][]).map((type) =>
    [
      `### ${type}`,
      SERVER_MESSAGES[type],
      json(examples.get(type) ?? {}),
      fieldTable(SCHEMAS[schemaName(type)] ?? {}, ENVELOPE),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  const step = `### Step\n\nA step, in \`steps\`.\n\n${fieldTable(SCHEMAS['Step'] ?? {})}`;
  return [...messages, step].join('\n\n');
}

function endpoints(openApi: OpenApiDocument): string {
  return markdownTable([
    ['call', 'does'],
    ...operationsOf(openApi).map(({ method, path, summary }) => [`\`${method} ${path}\``, summary]),
  ]);
}

function httpErrorCodes(): string {
  return markdownTable([
    ['code', 'status', 'meaning'],
    ...PROBLEM_CODES.map((code) => {
      const { status, meaning } = explainProblem(code);
      return [`\`${code}\``, String(status), `${meaning}.`];
    }),
  ]);
}

function fieldTable(schema: JsonSchema, without: ReadonlySet<string> = new Set()): string {
  const fields = fieldsOf(schema).filter(({ name }) => !without.has(name));
  if (fields.length === 0) return '';
  const rows = fields.map(({ name, type, required, description }) => [
    `\`${name}\`${required ? '' : ' (optional)'}`,
    type,
    [description, defaultOf(name)].filter(Boolean).join(' '),
  ]);
  return markdownTable([['field', 'type', 'meaning'], ...rows]);
}

function defaultOf(name: string): string {
  const value = (DEFAULT_SETTINGS as Readonly<Record<string, unknown>>)[name];
  return value === undefined ? '' : `Default: \`${value}\`.`;
}

function coded(rows: readonly (readonly [code: string, meaning: string])[]): string[][] {
  return rows.map(([code, meaning]) => [`\`${code}\``, meaning]);
}

function json(value: object): string {
  return `\`\`\`json\n${JSON.stringify(value)}\n\`\`\``;
}
