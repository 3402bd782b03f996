/**
 * Holds what is said on the wire against the published document: whatever message the contract's
 * tests exchange must be one of asyncapi.json.
 */

import { CLIENT_MESSAGES, schemaName } from '@stepstream/protocol/schemas';
import { Ajv, type ValidateFunction } from 'ajv';
import { asyncApi } from 'stepstream/internals';

/** A UUID's form is in its pattern, too. */
export const FORMATS = { uuid: true, 'date-time': true } as const;

let checkers: ((name: string) => ValidateFunction | undefined) | undefined;

/** @throws {Error} when the document does not describe this message of the server */
export function checkServerMessage(message: Record<string, unknown>): void {
  const name = schemaName(String(message['type']));
  const check = checker(name);
  if (!check) throw new Error(`asyncapi.json has no message ${name}`);
  if (!check(message)) throw undocumented(message, check);
}

/** @throws {Error} when the document describes no such message of a client */
export function checkClientMessage(message: unknown): void {
  const parsed: unknown = typeof message === 'string' ? JSON.parse(message) : message;
  const failed = Object.keys(CLIENT_MESSAGES).map(checker);
  if (failed.some((check) => check?.(parsed))) return;
  throw undocumented(parsed, failed[0] as ValidateFunction);
}

function undocumented(message: unknown, { errors }: ValidateFunction): Error {
  const text = JSON.stringify(message).slice(0, 500);
  return new Error(`not as asyncapi.json has it: ${text}\n${JSON.stringify(errors, null, 1)}`);
}

function checker(name: string): ValidateFunction | undefined {
  checkers ??= compile();
  return checkers(name);
}

function compile() {
  const ajv = new Ajv({ strict: false, formats: FORMATS });
  const { schemas } = asyncApi().components;
  ajv.addSchema({ $id: 'stream', components: { schemas: closed(schemas) } });
  return (name: string) => ajv.getSchema(`stream#/components/schemas/${name}`);
}

/** The schemas with no room for fields that the document does not know, where it names them all. */
export function closed<Schema>(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(closed) as Schema;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  const isNamed = 'properties' in schema && !('additionalProperties' in schema);
  return Object.fromEntries(isNamed ? [...entries, ['additionalProperties', false]] : entries);
}
