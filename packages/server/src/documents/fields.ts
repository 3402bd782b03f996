import type { JsonSchema } from './json-schemas.ts';

/** A field of a message, as people read it. */
export interface Field {
  /** With the path to it: `prediction.confidence`, `steps[].foot`. */
  readonly name: string;
  /** Such as `number`, `"start" or "end"`, `list of Step`. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** The fields of an object schema, in its order; those of objects inside it follow their own. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const required = (schema['required'] as string[] | undefined) ?? [];
  const properties = (schema['properties'] as Record<string, JsonSchema> | undefined) ?? {};
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    const field: Field = {
      name,
      type: typeOf(property),
      required: required.includes(key),
      description: String(property['description'] ?? ''),
    };
    return [field, ...nested(property, name)];
  });
}

function nested(property: JsonSchema, name: string): Field[] {
  if (property['properties']) return fieldsOf(property, `${name}.`);
  const items = property['items'] as JsonSchema | undefined;
  if (items?.['properties']) return fieldsOf(items, `${name}[].`);
  const values = property['additionalProperties'] as JsonSchema | undefined;
  if (values?.['properties']) return fieldsOf(values, `${name}.*.`);
  return [];
}

/** A schema's type in words; references by the name of what they refer to. */
export function typeOf(schema: JsonSchema): string {
  const reference = schema['$ref'] as string | undefined;
  if (reference !== undefined) return reference.slice(reference.lastIndexOf('/') + 1);
  if ('const' in schema) return JSON.stringify(schema['const']);
  const choices = schema['enum'] as unknown[] | undefined;
  if (choices) return choices.map((choice) => JSON.stringify(choice)).join(' or ');
  const any = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined;
  if (any) return any.map(typeOf).join(' or ');
  const type = String(schema['type'] ?? 'anything');
  if (type === 'array') return listType(schema);
  if (type === 'object' && !schema['properties'] && schema['additionalProperties']) {
    return 'object by name';
  }
  return `${type}${range(schema)}`;
}

function listType(schema: JsonSchema): string {
  const tuple = schema['prefixItems'] ?? (Array.isArray(schema['items']) && schema['items']);
  if (Array.isArray(tuple)) return `list of ${tuple.length}`;
  const items = schema['items'] as JsonSchema | undefined;
  const [least, most] = [schema['minItems'], schema['maxItems']];
  const size = least !== undefined && most !== undefined ? ` (${least} to ${most})` : '';
  return `list of ${items ? typeOf(items) : 'anything'}${size}`;
}

/** Limits beyond this are there to catch mistakes; nobody reads them. */
const HUGE = 1e9;

function range(schema: JsonSchema): string {
  const [least, most] = [schema['minimum'], schema['maximum']];
  if (Math.abs(Number(most)) >= HUGE) return '';
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}`;
  if (schema['exclusiveMinimum'] !== undefined) return `, above ${schema['exclusiveMinimum']}`;
  if (least !== undefined) return `, ${least} or more`;
  return '';
}
