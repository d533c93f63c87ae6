import fc from 'fast-check';

// Pieces that mean something to redaction, in every order: what a random string never hits.
const pieces = [
  ...[
    'password',
    'token',
    'access_token',
    'pin',
    'name',
    'value',
    'user[pwd]',
    'x',
    'Authorization',
  ],
  ...[
    '=',
    '&',
    '?',
    '#',
    '/',
    '://',
    ':',
    ': ',
    ' = ',
    ';',
    ',',
    ' ',
    '\n',
    '\\',
    '%',
    '%3D',
    '%26',
  ],
  ...['"', "'", '{', '}', '[', ']', '":"', '\\"', '{"password":"', '","a":[', '"}', '[{"token":'],
  ...['eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxIn0', '.c2lnbmF0dXJl', 'eyJ', 'Bearer ', 'Basic '],
  ...['u:p@h', '@', 'postgres', 'https', 'AKIAIOSFODNN7EXAMPLE', 'ghp_', 'a1B2c3D4e5F6g7H8', 'sk-'],
  ...['4111', ' 1111', '-1111', '1111', '4111111111111111', '378282246310005', '5', '17', '\u00a0'],
  ...[
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    '[redacted:key]',
    '[redacted:pan …1111]',
  ],
  ...[
    '\ud800',
    '\u200b',
    '\u0000',
    'é',
    'p\u0430ss',
    '😀',
    'authorization: ',
    'cookie: ',
    'a=b',
    'null',
    'true',
  ],
  ...[
    '--password ',
    '--token',
    '<password>',
    '<a:Token x="1">',
    '</',
    '<![CDATA[',
    ']]>',
    '&quot;',
  ],
  ...['\\u0022', '\\u0070assword', '%22', '%253D', '%253a', 'W3si', 'WyJ', 'ewog', '{"kty":"oct"'],
  ...[',"d":"', 'Q~', 'abc8Q~', 'password: ', ';Pwd=', '=> ', ':= ', 'got invalid value '],
  ...['hooks.slack.com/services/T0/B0/', '\\\\\\"', '***FILTERED***', '[omitted:unmapped]', '$p'],
  ...[
    'query Q($p:A="x"){',
    'mutation{login(password:"',
    '{a(pin:1234)',
    '"""',
    '...',
    'variables=',
  ],
  ...[
    'query=',
    '[redacted:unparsed]',
    '[redacted:encoded 9 characters]',
    '[redacted:jwk]',
    '("',
    ')',
  ],
  ...['…', '…[cut, 9 characters]', '[omitted:3 keys]', 'eyJwYXNzd29yZCI6IngifQ=='],
] as const;

/** Texts made of what redaction looks for. */
export const treacherousText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3, unit: 'binary' })), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''));

const key: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      'password',
      'token',
      'tokens',
      'auth',
      'access',
      'pin',
      'name',
      'key',
      'value',
      'field',
      'a',
      'query',
      'variables',
      'operationName',
      'kty',
      'd',
    ],
    ...['__proto__', 'constructor', 'toString', 'type', 'data', '…', 'b', 'pass\u200bword', 'cvv'],
  ),
  treacherousText,
);

/** Values as JSON can carry them, nested, with treacherous keys and texts. */
export const treacherousJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    treacherousText,
    fc.constantFrom(null, true, false, 0, -0, 1.5, 42, 1234, 4111111111111111, 1e21),
    fc
      .tuple(fc.constantFrom('type'), treacherousText)
      .map(([, text]) => JSON.stringify({ a: text })),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 5 }),
    tie('node').map((inner) => JSON.stringify(inner)),
    tie('node').map((inner) => Buffer.from(JSON.stringify(inner)).toString('base64')),
  ),
})).node;

const documentPieces = [
  ...[
    'query',
    'mutation',
    'fragment F on T',
    'Q',
    '{',
    '{',
    '}',
    '}',
    '(',
    ')',
    '[',
    ']',
    ':',
    '=',
  ],
  ...[
    '$p',
    '$q',
    'p:',
    'password:',
    'pin:',
    'input:',
    'login',
    'setPassword',
    'new:',
    'String',
    '!',
  ],
  ...[
    '"x"',
    '"',
    '1234',
    'true',
    'null',
    'RED',
    '"""a"""',
    '...',
    '@include',
    'if:',
    ',',
    '#',
    '\n',
  ],
  ...['mutation M($p:String="x",$q:[In!]){', 'a(password:$p){b}', 'login(input:{newPwd:$q,n:"y"})'],
  ...['[redacted:unparsed]', '"[redacted:key]"', '…[cut, 9 characters]', '***FILTERED***'],
] as const;

/** GraphQL requests of every degree of brokenness. */
export const treacherousRequest: fc.Arbitrary<unknown> = fc.record(
  {
    query: fc
      .oneof(
        fc.array(fc.oneof(fc.constantFrom(...documentPieces), treacherousText), { maxLength: 20 }),
        fc.array(fc.constantFrom(...documentPieces), { maxLength: 30 }),
      )
      .map((parts) => parts.join(' ')),
    variables: fc.oneof(
      fc.dictionary(fc.constantFrom('p', 'q', 'r', 'password'), treacherousJson),
      treacherousJson,
      treacherousJson.map((value) => JSON.stringify({ p: value, q: [value] })),
    ),
    operationName: fc.oneof(fc.constant('Q'), treacherousText),
    extensions: fc.constantFrom({ persistedQuery: { version: 1 } }, {}, 'x'),
  },
  { requiredKeys: [] },
);
