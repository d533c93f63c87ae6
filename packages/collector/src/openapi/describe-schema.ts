import { z } from 'zod';

interface Place {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

/**
 * Adds to a JSON schema what `describe` and `meta` say of it, and takes away what only makes it long.
 *
 * Zod keeps such texts in its global registry. The document has a registry of its own for names, and
 * would not see them.
 */
export function describeSchema({ zodSchema, jsonSchema }: Place): void {
  const { id: _, ...said } = z.globalRegistry.get(zodSchema) ?? {};
  Object.assign(jsonSchema, said);
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // Names in JSON are always texts.
  if (jsonSchema.propertyNames !== undefined) delete jsonSchema.propertyNames;
  // The format says it, and the pattern has 300 characters.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}
