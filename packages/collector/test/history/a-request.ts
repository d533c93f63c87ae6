/** A request as an app would post it, for `POST /v1/entries`. */
export interface ARequest {
  /** `null` for nobody. */
  readonly user: string | null;
  readonly name?: string;
  readonly route?: string;
  readonly ip?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export function aRequest({ user, name, route, ip, at }: ARequest): object {
  return {
    kind: 'http.in',
    action: 'http.request',
    occurredAt: new Date(at).toISOString(),
    actor: user === null ? { type: 'anonymous', id: 'anonymous' } : { type: 'user', id: user },
    http: {
      protocol: 'https',
      method: 'GET',
      url: 'https://shop.example/a',
      path: '/a',
      ...(name === undefined ? {} : { name }),
      ...(route === undefined ? {} : { route }),
      query: {},
      statusCode: 200,
      durationMs: 1,
      request: { headers: {}, bodyBytes: 0 },
      response: { headers: {}, bodyBytes: 0 },
    },
    ...(ip === undefined ? {} : { client: { ip, ipTrusted: true } }),
  };
}
