import { z } from 'zod';

/** A JSON Schema, as the documents have it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** OpenAPI 3.1 speaks the current JSON Schema, AsyncAPI 3 the draft before the last. */
export type Dialect = 'draft-2020-12' | 'draft-7';

/**
 * JSON Schemas of the protocol's schemas, by name; where one holds another, it refers to it. Objects
 * are left open: a message may gain fields, as the contract has it. Rules that JSON Schema has no
 * words for, such as largest magnitudes, are checked by the server all the same.
 */
export function jsonSchemas(
  named: Readonly<Record<string, z.ZodType>>,
  dialect: Dialect,
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: dialect,
    uri: reference,
    override({ jsonSchema }) {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // An integer's limits that are only those of exact doubles.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return Object.fromEntries(
    Object.keys(named).map((id) => {
      const { $schema: _, $id: __, id: ___, ...schema } = (schemas[id] ?? {}) as JsonSchema;
      return [id, schema];
    }),
  );
}

/** Where the documents keep a schema. */
export function reference(name: string): string {
  return `#/components/schemas/${name}`;
}
