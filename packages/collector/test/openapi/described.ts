import type { TestContext } from 'node:test';
import type { Media, OpenapiDocument, Operation } from '../../src/openapi/finish-document.ts';
import { startCollector } from '../start-collector.ts';

/** One operation of the document, and where it stands. */
export interface Described {
  /** As in the table of access: `DELETE /v1/keys/:id`. */
  readonly route: string;
  readonly operation: Operation;
}

/** The document of a collector, as anybody gets it. */
export async function documentFrom(t: TestContext): Promise<OpenapiDocument> {
  const { ask } = await startCollector(t);
  return (await (await ask('/openapi.json')).json()) as OpenapiDocument;
}

/** Every operation of a document. */
export function operationsOf({ paths }: OpenapiDocument): readonly Described[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      operation,
    })),
  );
}

/** The examples of a body or an answer. */
export function examplesOf({ example, examples = {} }: Media): readonly unknown[] {
  const named = Object.values(examples).map(({ value }) => value);
  return example === undefined ? named : [example, ...named];
}
