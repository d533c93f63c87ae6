import type { Operation } from '../openapi/finish-document.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** How to try an operation in a shell. The key comes from the environment, and is never on a page. */
export function curlOf({ method, path, operation }: Asked): string {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  const needsKey = operation.security?.length !== 0;
  const url = `"$WHODID_URL${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)}"`;
  const lines = [
    method === 'GET' ? `curl ${url}` : `curl -X ${method} ${url}`,
    ...(needsKey ? ['-H "authorization: Bearer $WHODID_KEY"'] : []),
    ...(type === undefined ? [] : [`-H 'content-type: ${type}'`]),
    ...(example === undefined ? [] : [`-d ${quoted(JSON.stringify(example))}`]),
  ];
  return lines.join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
