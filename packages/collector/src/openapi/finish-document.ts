import { tags } from './tags.ts';

export interface Schema {
  readonly $ref?: string;
  readonly examples?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

export interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: { readonly [name: string]: { readonly value: unknown } };
}

export interface Answer {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: { readonly [type: string]: Media };
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly [type: string]: Media } };
  readonly responses: { readonly [status: string]: Answer };
}

/** The parts of an OpenAPI document that we read and write. */
export interface OpenapiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly description: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: {
    readonly schemas: { readonly [name: string]: Schema };
    readonly responses: { readonly [name: string]: Answer };
  };
}

/** What can only be said once all routes are known. */
export function finishDocument(document: OpenapiDocument): OpenapiDocument {
  const { components, paths, ...rest } = namedOnce(document);
  const finish = (operation: Operation): Operation => finished(operation, components.schemas);
  const finishedPaths = mapValues(paths, (operations) => mapValues(operations, finish));
  const used = Object.values(finishedPaths).flatMap((operations) =>
    Object.values(operations).flatMap((operation) => operation.tags ?? []),
  );
  const usedTags = tags.filter(({ name }) => used.includes(name));
  return { ...rest, tags: usedTags, paths: finishedPaths, components };
}

// Each named schema comes twice, the form that goes in as `...Input`. None of ours goes both ways, so
// the form that is used gets the name.
function namedOnce(document: OpenapiDocument): OpenapiDocument {
  const { schemas } = document.components;
  const text = JSON.stringify(document);
  const formOf = (name: string) =>
    text.includes(`/schemas/${name}Input"`) ? `${name}Input` : name;
  const names = Object.keys(schemas).filter((name) => !name.endsWith('Input'));
  const named = Object.fromEntries(names.map((name) => [name, schemas[formOf(name)]]));
  const chosen = { ...document, components: { ...document.components, schemas: named } };
  const refs = /("#\/components\/schemas\/\w+?)Input"/g;
  return JSON.parse(JSON.stringify(chosen).replaceAll(refs, '$1"')) as OpenapiDocument;
}

function finished(
  operation: Operation,
  schemas: OpenapiDocument['components']['schemas'],
): Operation {
  const { requestBody, responses } = operation;
  const content = (given: Answer['content']) =>
    given === undefined
      ? {}
      : { content: mapValues(given, (media) => withExample(media, schemas)) };
  return {
    ...operation,
    ...(requestBody === undefined
      ? {}
      : { requestBody: { ...requestBody, content: content(requestBody.content).content ?? {} } }),
    responses: mapValues(responses, (answer, status) => {
      const named = responseRef(answer);
      if (named !== undefined) return { $ref: named };
      const description = describe(status, answer.description);
      return { ...answer, description, ...content(answer.content) };
    }),
  };
}

// The generator takes a reference to an answer for one to a schema.
function responseRef({ content = {} }: Answer): string | undefined {
  const ref = Object.values(content)[0]?.schema?.$ref;
  return ref?.startsWith('#/components/responses/') ? ref : undefined;
}

const noDescription = 'Default Response';
const descriptions = new Map([
  ['200', 'Done'],
  ['201', 'Made'],
  ['204', 'Done'],
]);

function describe(status: string, description = noDescription): string {
  return description === noDescription ? (descriptions.get(status) ?? 'Done') : description;
}

// Tools that show examples look beside the schema. Those of a named schema stand in it.
function withExample(media: Media, schemas: OpenapiDocument['components']['schemas']): Media {
  if (media.example !== undefined || media.examples !== undefined) return media;
  const { schema } = media;
  const name = schema?.$ref?.split('/').at(-1) ?? '';
  const example = (schema?.examples ?? schemas[name]?.examples)?.[0];
  return example === undefined ? media : { ...media, example };
}

function mapValues<T, R>(
  object: { readonly [name: string]: T },
  map: (value: T, name: string) => R,
): { readonly [name: string]: R } {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, map(value, name)]),
  );
}
