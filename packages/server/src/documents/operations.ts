import type { JsonSchema } from './json-schemas.ts';
import type { OpenApiDocument } from './openapi.ts';

/** A call of the HTTP interface, as people read it. Its schemas hold no references. */
export interface Operation {
  readonly id: string;
  /** Such as `GET`. */
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** What it takes, where it takes JSON. */
  readonly body: JsonSchema | undefined;
  readonly answer: {
    readonly description: string;
    /** What it answers, where that is JSON with a schema. */
    readonly body: JsonSchema | undefined;
  };
  /** What each error status means. */
  readonly problems: readonly (readonly [status: string, meaning: string])[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description: string;
}

/** The part of an operation that is read here. */
interface RawOperation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: RawContent;
  readonly responses: Readonly<Record<string, RawContent>>;
}

interface RawContent {
  readonly description: string;
  /** An answer may have none. */
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** The calls of an OpenAPI document, in its order. */
export function operationsOf({ paths, components }: OpenApiDocument): Operation[] {
  const schemas = (components.schemas ?? {}) as Readonly<Record<string, JsonSchema>>;
  const schemaOf = (raw: RawContent | undefined) => {
    const [content] = Object.values(raw?.content ?? {});
    return content && Object.keys(content.schema).length > 0
      ? inlined(content.schema, schemas)
      : undefined;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, RawOperation>).map(([method, raw]) => {
      const { 200: full, 204: empty, ...errors } = raw.responses;
      const success = full ?? empty;
      return {
        id: raw.operationId,
        method: method.toUpperCase(),
        path,
        summary: raw.summary ?? '',
        description: raw.description ?? '',
        parameters: raw.parameters ?? [],
        body: schemaOf(raw.requestBody),
        answer: { description: success?.description ?? '', body: schemaOf(success) },
        problems: Object.entries(errors).map(([status, { description }]) => [status, description]),
      };
    }),
  );
}

/** A schema with the named schemas that it refers to in their places. */
function inlined(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    const reference = (value as JsonSchema)['$ref'];
    if (typeof reference === 'string') {
      return replace(named[reference.slice(reference.lastIndexOf('/') + 1)] ?? {});
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replace(one)]));
  };
  return replace(schema) as JsonSchema;
}
