import {
  SessionEndedWebhook,
  SessionStartedWebhook,
  StepsMinuteWebhook,
} from '@stepstream/protocol/schemas';

/** Each webhook, and when it is sent. */
const WEBHOOKS = [
  [SessionStartedWebhook, 'A session of a named user has begun'],
  [SessionEndedWebhook, 'A session of a named user has ended'],
  [StepsMinuteWebhook, 'A minute in which a named user made steps is over, or has changed since'],
] as const;

/** The headers that Standard Webhooks signs a message with. */
const HEADERS = [
  ['webhook-id', 'The same whenever the message is tried: take each id once.'],
  ['webhook-timestamp', 'When it was tried: Unix time in whole seconds.'],
  [
    'webhook-signature',
    '`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; one for each secret, separated by blanks.',
  ],
] as const;

/** What the server sends to the addresses of `--webhook-url`, for the OpenAPI document. */
export function describeWebhooks() {
  return Object.fromEntries(
    WEBHOOKS.map(([schema, summary]) => [
      schema.shape.type.value,
      {
        post: {
          tags: ['Webhooks'],
          summary,
          parameters: HEADERS.map(([name, description]) => ({
            ...{ name, in: 'header', description, required: true, schema: { type: 'string' } },
          })),
          requestBody: {
            required: true,
            content: {
              // The list of dead letters has these schemas among the components.
              'application/json': { schema: { $ref: `#/components/schemas/${schema.meta()?.id}` } },
            },
          },
          responses: {
            '2XX': { description: 'The message has arrived.' },
            '410': { description: 'No message is wanted here any more.' },
            default: { description: 'The message is tried again later.' },
          },
        },
      },
    ]),
  );
}
