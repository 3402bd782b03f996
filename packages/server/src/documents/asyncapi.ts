import type { ServerMessage } from '@stepstream/protocol';
import { CLOSE_REASONS } from '@stepstream/protocol';
import {
  CLIENT_MESSAGES,
  type ClientMessageEntry,
  SERVER_MESSAGES,
  SERVER_SCHEMAS,
  Settings,
  Step,
  schemaName,
} from '@stepstream/protocol/schemas';
import { STREAM_PATH } from '../stream/index.ts';
import { VERSION } from '../version.ts';
import { jsonSchemas, reference } from './json-schemas.ts';
import type { PublishedPaths } from './published-paths.ts';

const CLIENT = Object.entries(CLIENT_MESSAGES) as [string, ClientMessageEntry][];
const SERVER = Object.keys(SERVER_MESSAGES) as ServerMessage['type'][];
const DEFAULT_PATHS: PublishedPaths = { basePath: '', streamPath: STREAM_PATH };
const CHANNELS = ['stream', 'streamOfUser'] as const;

/**
 * The contract of the WebSocket as an AsyncAPI 3 document, from the server's point of view: it sends
 * what the server sends.
 */
export function asyncApi({ basePath, streamPath }: PublishedPaths = DEFAULT_PATHS) {
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Stepstream: the stream',
      version: VERSION,
      license: { name: 'MIT' },
      description: DESCRIPTION,
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: 'localhost:8000',
        protocol: 'ws',
        ...(basePath !== '' && { pathname: basePath }),
      },
    },
    channels: {
      stream: {
        address: streamPath,
        title: 'A stream',
        description: 'A stream without a user, or of the user that the query names.',
        messages: messageReferences(),
        bindings: {
          ws: {
            method: 'GET',
            query: {
              type: 'object',
              properties: {
                user_id: { type: 'string', minLength: 1, maxLength: 256 },
                resume: {
                  type: 'string',
                  description: 'The `resume_token` of a session whose connection was lost.',
                },
                checkpoints: {
                  type: 'integer',
                  const: 1,
                  description:
                    'Tell up to which frame the session has been saved (`checkpoint`), so that the ' +
                    'client keeps the later ones.',
                },
                answered: {
                  type: 'integer',
                  minimum: 0,
                  description: 'With `resume`: `total_predictions` of the last answer received.',
                },
              },
            },
          },
        },
      },
      streamOfUser: {
        address: `${streamPath}/{user_id}`,
        title: 'The stream of a user',
        description: 'A user has one session: a new connection ends the one before.',
        parameters: { user_id: { description: 'The user, percent-encoded.' } },
        messages: messageReferences(),
      },
    },
    operations: Object.fromEntries(CHANNELS.flatMap((channel) => operations(channel))),
    components: {
      messages: Object.fromEntries([
        ...CLIENT.map(([name, { summary, example }]) => [
          name,
          { name, title: name, summary, payload: ref(name), examples: [{ payload: example }] },
        ]),
        ...SERVER.map((type) => {
          const name = schemaName(type);
          return [
            name,
            { name: type, title: name, summary: SERVER_MESSAGES[type], payload: ref(name) },
          ];
        }),
      ]),
      schemas: jsonSchemas(schemas()),
    },
  };
}

/** The schemas of the stream's messages, and of what several of them share. */
export function schemas() {
  return {
    ...Object.fromEntries(CLIENT.map(([name, { schema }]) => [name, schema])),
    ...Object.fromEntries(SERVER.map((type) => [schemaName(type), SERVER_SCHEMAS[type]])),
    Step,
    Settings,
  };
}

function operations(channel: (typeof CHANNELS)[number]): [string, object][] {
  const of = (name: string) => ({ $ref: `#/channels/${channel}/messages/${name}` });
  const at = { channel: { $ref: `#/channels/${channel}` } };
  const suffix = channel === 'stream' ? '' : 'OfUser';
  const unasked = SERVER.filter(
    (type) => type !== 'error' && !CLIENT.some(([, { answer }]) => answer === type),
  );
  return [
    ...CLIENT.map(([name, { summary, answer }]): [string, object] => [
      `receive${name}${suffix}`,
      {
        action: 'receive',
        ...at,
        summary,
        messages: [of(name)],
        reply: { ...at, messages: [of(schemaName(answer)), of('Error')] },
      },
    ]),
    [
      `sendUnasked${suffix}`,
      {
        action: 'send',
        ...at,
        summary: 'What the server sends unasked: between answers, never in place of one.',
        messages: unasked.map((type) => of(schemaName(type))),
      },
    ],
  ];
}

function messageReferences(): Record<string, object> {
  const names = [...CLIENT.map(([name]) => name), ...SERVER.map(schemaName)];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}

function ref(name: string): object {
  return { $ref: reference(name) };
}

const DESCRIPTION = `A client streams samples of its motion sensors and receives each step.

Text frames of JSON, both ways. Each frame of a client is answered once, in the order sent; after \`{"action":"configure","replies":"steps"}\`, samples are answered when a step is confirmed, and at least once a second. Messages that the server sends unasked come in between.

Fields may be added to any message; those of this document are never removed, renamed or retyped.

Close codes:

${Object.values(CLOSE_REASONS)
  .map(({ code, meaning }) => `- ${code}: ${meaning}`)
  .join('\n')}`;
