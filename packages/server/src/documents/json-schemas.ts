import { z } from 'zod';

/** A JSON Schema, as the documents have it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * JSON Schemas of the stream's messages, by name; where one contains another, it refers to it. They
 * are of draft 7, which AsyncAPI 3 uses. Objects are left open, as a message may gain fields. The
 * server also checks rules that JSON Schema can't express, such as the largest magnitude.
 */
export function jsonSchemas(
  named: Readonly<Record<string, z.ZodType>>,
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: 'draft-7',
    uri: reference,
    override: tidy,
  });
  return Object.fromEntries(
    Object.keys(named).map((id) => {
      const { $schema: _, $id: __, id: ___, ...schema } = (schemas[id] ?? {}) as JsonSchema;
      return [id, schema];
    }),
  );
}

/** Takes out of a generated schema what a reader has no use for. */
export function tidy({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  // A message may gain fields.
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  // Zod limits integers to those that a double holds exactly.
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** Where the documents keep a schema. */
export function reference(name: string): string {
  return `#/components/schemas/${name}`;
}
