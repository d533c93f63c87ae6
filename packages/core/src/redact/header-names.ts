/** Headers that are kept, since they carry no secrets when used as intended. */
export const keptHeaders: readonly string[] = [
  ...['accept', 'accept-charset', 'accept-encoding', 'accept-language', 'accept-patch'],
  ...['accept-post', 'accept-ranges', 'access-control-allow-credentials'],
  ...['access-control-allow-headers', 'access-control-allow-methods'],
  ...['access-control-allow-origin', 'access-control-expose-headers', 'access-control-max-age'],
  ...['access-control-request-headers', 'access-control-request-method', 'age', 'allow', 'alt-svc'],
  ...['cache-control', 'connection', 'content-disposition', 'content-encoding'],
  ...['content-language', 'content-length', 'content-location', 'content-range', 'content-type'],
  ...['correlation-id', 'cross-origin-resource-policy', 'date', 'deprecation', 'dnt', 'etag'],
  ...['expect', 'expires', 'forwarded', 'host', 'idempotency-key', 'if-match'],
  ...['if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'keep-alive'],
  ...['last-modified', 'link', 'location', 'max-forwards', 'origin', 'pragma', 'prefer'],
  ...['preference-applied', 'priority', 'range', 'ratelimit', 'ratelimit-limit'],
  ...['ratelimit-remaining', 'ratelimit-reset', 'referer', 'referrer-policy', 'request-id'],
  ...['retry-after', 'sec-ch-ua', 'sec-ch-ua-mobile', 'sec-ch-ua-platform', 'sec-fetch-dest'],
  ...['sec-fetch-mode', 'sec-fetch-site', 'sec-fetch-user'],
  ...['sec-websocket-version', 'server', 'server-timing', 'strict-transport-security', 'sunset'],
  ...['te', 'traceparent', 'tracestate', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['upgrade-insecure-requests', 'user-agent', 'vary', 'via', 'www-authenticate'],
  ...['x-amzn-trace-id', 'x-b3-parentspanid', 'x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid'],
  ...['x-cloud-trace-context', 'x-content-type-options', 'x-correlation-id', 'x-forwarded-for'],
  ...['x-forwarded-host', 'x-forwarded-port', 'x-forwarded-prefix', 'x-forwarded-proto'],
  ...['x-frame-options', 'x-http-method-override', 'x-powered-by', 'x-ratelimit-limit'],
  ...['x-ratelimit-remaining', 'x-ratelimit-reset', 'x-real-ip', 'x-request-id'],
  ...['x-requested-with', 'x-response-time', 'x-runtime', 'x-total-count', 'x-trace-id'],
];

/** Headers that hold an address: the rules for URLs apply. */
export const urlHeaders: readonly string[] = ['content-location', 'location', 'origin', 'referer'];

/**
 * Headers that always carry a secret, or a certificate: it is worth knowing that they were there.
 * Besides these, every header whose name ends as a secret name does.
 */
export const secretHeaders: readonly string[] = [
  ...['authentication-info', 'dpop', 'proxy-authenticate', 'proxy-authorization'],
  ...['x-amz-security-token', 'x-api-key', 'x-forwarded-client-cert', 'x-hub-signature'],
  ...['x-hub-signature-256', 'x-signature', 'x-vault-token', 'stripe-signature', 'x-amz-signature'],
];
