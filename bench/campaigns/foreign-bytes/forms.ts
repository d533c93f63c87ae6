import type { Form } from './attempt.ts';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: {
      readonly [type: string]: { readonly examples?: { readonly [name: string]: Example } };
    };
  };
}

interface Example {
  readonly value: object;
}

/** The part of an OpenAPI document that is read here. */
export interface Description {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
}

/** What routes take, by the description of the interface. */
export function formsOf(routes: readonly string[], { paths }: Description): readonly Form[] {
  return routes.map((route) => {
    const [method = '', url = ''] = route.split(' ');
    const path = url.replaceAll(/:(\w+)/g, '{$1}');
    const operation = paths[path]?.[method.toLowerCase()];
    const media = Object.values(operation?.requestBody?.content ?? {});
    return {
      route,
      parameters: (operation?.parameters ?? [])
        .filter((parameter) => parameter.in === 'query')
        .map(({ name }) => name),
      bodies: media.flatMap(({ examples = {} }) =>
        Object.values(examples).flatMap(({ value }) => (typeof value === 'object' ? [value] : [])),
      ),
    };
  });
}
