import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { accel } from '@stepstream/formats/testing';
import { CLIENT_MESSAGES, type ClientMessageEntry } from '@stepstream/protocol/schemas';
import { TestClient } from '@stepstream/testing/client';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type StepstreamServer, startServer } from 'stepstream';
import {
  asyncApi,
  explainProblem,
  fieldsOf,
  type OpenApiDocument,
  operationsOf,
  PROBLEM_CODES,
  pushesOf,
  TEST_PUSH,
} from 'stepstream/internals';
import {
  checkClientMessage,
  checkServerMessage,
  closed,
  FORMATS,
} from './contract/document-check.ts';

// Compiling schemas takes a while on machines that are busy.
setDefaultTimeout(60_000);

let server: StepstreamServer;
let openApi: OpenApiDocument;
beforeAll(async () => {
  server = startServer({ port: 0, logLevel: 'silent' });
  openApi = (await json('/openapi.json')) as OpenApiDocument;
});
afterAll(() => server.stop());

describe('openapi.json', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(openApi));
    expect(result).toEqual({ valid: true });
  });

  test('its references lead somewhere', () => expectReferences(openApi));

  test('has each webhook, with a payload that is described', () => {
    const { webhooks } = openApi;
    expect(Object.keys(webhooks)).toEqual(['session.started', 'session.ended', 'steps.minute']);
    for (const { post } of Object.values(webhooks)) {
      const [content] = Object.values(post.requestBody.content);
      const name = content?.schema.$ref.split('/').at(-1) ?? '';
      expect(Object.keys(openApi.components.schemas ?? {})).toContain(name);
    }
  });

  test('its calls have an id and a summary each, and only documented schemas', () => {
    const operations = operationsOf(openApi);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    for (const { summary, answer } of operations) {
      expect(summary).toMatch(/^[A-Z].+[^.]$/);
      expect(answer.description).toMatch(/^[A-Z].{12,}\.$/);
    }
  });

  test('its schemas have names, and examples that they accept', () => {
    const { schemas = {} } = openApi.components;
    expect(Object.keys(schemas).sort()).toEqual([
      'DeadLetterList',
      'DeadLettersRetried',
      'Health',
      'Liveness',
      'Problem',
      'PushAnswer',
      'PushedReading',
      'Readiness',
      'SensorLoggerPush',
      'SessionDetails',
      'SessionEnded',
      'SessionEndedWebhook',
      'SessionList',
      'SessionStartedWebhook',
      'SessionSummary',
      'StepBucket',
      'StepEvent',
      'StepsMinuteWebhook',
      'UserList',
      'UserSessionEvent',
      'UserSteps',
    ]);
    const examples = Object.entries(schemas).flatMap(([name, schema]) =>
      ((schema as { examples?: unknown[] }).examples ?? []).map((one) => [name, one] as const),
    );
    expect(examples.length).toBeGreaterThan(3);
    for (const [name, example] of examples) {
      expect([name, check({ $ref: `#/components/schemas/${name}` }, example)]).toEqual([
        name,
        null,
      ]);
    }
  });

  test('names every error code, with its status', () => {
    const described = operationsOf(openApi).flatMap(({ problems }) => problems);
    for (const code of PROBLEM_CODES) {
      if (UNDOCUMENTED_PROBLEMS.includes(code)) continue;
      const explained = described.filter(([, meaning]) => meaning.includes(`\`${code}\``));
      expect([code, new Set(explained.map(([own]) => own))]).toEqual([
        code,
        new Set([`${explainProblem(code).status}`]),
      ]);
    }
  });

  test('every answer is as it says', async () => {
    const client = await TestClient.connect(`${server.streamUrl}?user_id=ann`);
    await client.ask(CLIENT_MESSAGES.Sample.example);
    const paths = ['/sessions', `/sessions/${client.sessionId}`, '/health', '/users'];
    for (const path of paths) checkAnswer(path, 'get', 200, await json(path));
    const steps = '/users/{id}/steps';
    checkAnswer(steps, 'get', 200, await json('/users/ann/steps?fill=zero'));
    checkAnswer(steps, 'get', 400, await json('/users/ann/steps?bucket=week'));
    checkAnswer('/sessions/{id}', 'get', 404, await json('/sessions/none'));
    checkAnswer('/webhooks/dead-letters', 'get', 200, await json('/webhooks/dead-letters'));
    const retried = await json('/webhooks/dead-letters/retry', { method: 'POST' });
    checkAnswer('/webhooks/dead-letters/retry', 'post', 200, retried);
    const ended = await json(`/sessions/${client.sessionId}`, { method: 'DELETE' });
    checkAnswer('/sessions/{id}', 'delete', 200, ended);
    for (const message of [TEST_PUSH, ...pushesOf([['totalacceleration', accel]])]) {
      const answer = await json('/ingest/sensor-logger?user_id=bob', post(message));
      checkAnswer('/ingest/sensor-logger', 'post', 200, answer);
    }
    for (const wrong of [{}, { ...TEST_PUSH, payload: [{ name: 'gravity', time: 0 }] }]) {
      const answer = await json('/ingest/sensor-logger', post(wrong));
      checkAnswer('/ingest/sensor-logger', 'post', 400, answer);
    }
  });
});

describe('asyncapi.json', () => {
  test('is valid AsyncAPI 3', async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApi()));
    expect(diagnostics.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([]);
    expect(document?.channels().get('stream')?.messages().length).toBeGreaterThan(10);
  });

  test('is what the server serves', async () => {
    expect(await json('/asyncapi.json')).toEqual(JSON.parse(JSON.stringify(asyncApi())));
  });

  test('its references lead somewhere', () => expectReferences(asyncApi()));

  const entries = Object.entries(CLIENT_MESSAGES) as [string, ClientMessageEntry][];
  test.each(entries)('its example of %s gets the answer it says', async (_, entry) => {
    checkClientMessage(entry.example);
    if (entry.isFirstAfter !== undefined) {
      const answer = await firstAnswer(`${server.streamUrl}${entry.isFirstAfter}`, entry.example);
      checkServerMessage(answer);
      expect(answer).toMatchObject({ type: entry.answer });
      return;
    }
    const client = await TestClient.connect(server.streamUrl);
    const answer = await client.ask(entry.example);
    checkServerMessage(answer);
    expect(answer.type).toBe(entry.answer);
    client.close();
  });

  test('the check of traffic sees what is not in the document', () => {
    const started = { type: 'stop_response', session_id: crypto.randomUUID(), timestamp: '1.5' };
    expect(() => checkServerMessage(started)).toThrow('not as asyncapi.json has it');
    expect(() => checkServerMessage({ type: 'news' })).toThrow('no message News');
    expect(() => checkClientMessage({ action: 'dance' })).toThrow('not as asyncapi.json has it');
    const error = { ...started, type: 'error', error: 'x', code: 'invalid_json' };
    expect(() => checkServerMessage(error)).not.toThrow();
    expect(() => checkServerMessage({ ...error, secret: 1 })).toThrow();
  });
});

describe('the page of the interfaces', () => {
  test('is served, and loads nothing from elsewhere', async () => {
    const response = await fetch(`${server.url}/docs/api.html`);
    expect(response.headers.get('content-type')).toStartWith('text/html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\/|@import|url\(|<script/);
  });

  test('has every call, message, field and error code, and no dead link', async () => {
    const page = await (await fetch(`${server.url}/docs/api.html`)).text();
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
    for (const { id } of operationsOf(openApi)) expect(ids).toContain(id);
    for (const code of PROBLEM_CODES) expect(page).toContain(`<code>${code}</code>`);
    const { schemas, messages } = asyncApi().components;
    for (const name of Object.keys(messages)) expect(ids).toContain(name);
    const ofCalls = operationsOf(openApi).flatMap(({ body, answer }) => [body, answer.body]);
    const fields = [...Object.values(schemas), ...ofCalls].flatMap((schema) =>
      fieldsOf(schema ?? {}),
    );
    expect(fields.length).toBeGreaterThan(60);
    const shown = new Set([...page.matchAll(/<code>([^<]+?)\??<\/code>/g)].map(([, name]) => name));
    expect(fields.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
    expect(page).not.toMatch(/undefined|\[object/);
  });
});

/** Errors of addresses and methods that the document, for that reason, does not have. */
const UNDOCUMENTED_PROBLEMS = ['not_found', 'method_not_allowed', 'websocket_only'];

const validators = new Map<string, ValidateFunction>();

/** What is wrong with a value, by a schema of the document; null where nothing is. */
function check(schema: object, value: unknown) {
  const key = JSON.stringify(schema);
  const validate = validators.get(key) ?? compile(schema);
  validators.set(key, validate);
  return validate(value) ? null : (validate.errors ?? []);
}

function compile(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, formats: FORMATS });
  return ajv.compile({ $id: 'rest', ...schema, components: closed(openApi.components) });
}

function checkAnswer(
  path: string,
  method: 'get' | 'post' | 'delete',
  status: number,
  body: unknown,
) {
  const template = path.replace(/^\/sessions\/.+$/, '/sessions/{id}');
  const operation = openApi.paths[template]?.[method] as {
    responses: Record<number, { content: Record<string, { schema: object }> }>;
  };
  const [content] = Object.values(operation.responses[status]?.content ?? {});
  expect(content).toBeDefined();
  expect([path, check(content?.schema ?? {}, body)]).toEqual([path, null]);
}

async function json(path: string, init: RequestInit = {}): Promise<unknown> {
  return (await fetch(`${server.url}${path}`, init)).json();
}

function post(body: object): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) };
}

/** Each `$ref` of a document leads to a place in it. */
function expectReferences(document: object): void {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(5);
  for (const [, path = ''] of references) {
    const found = path
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
    expect({ path, found: typeof found }).toEqual({ path, found: 'object' });
  }
}

/** What a server says first to a client that speaks before it is greeted. */
function firstAnswer(address: string, message: object): Promise<Record<string, unknown>> {
  const socket = new WebSocket(address);
  socket.onopen = () => socket.send(JSON.stringify(message));
  return new Promise((resolve, reject) => {
    socket.onclose = ({ code }) => reject(new Error(`closed with ${code}`));
    socket.onmessage = ({ data }) => {
      resolve(JSON.parse(String(data)));
      socket.close();
    };
  });
}
