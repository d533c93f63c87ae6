import { Draw, luhn } from './draw.ts';

// Values as shops, back offices and tracing have them, without anything secret: names that look
// secret, numbers that look like cards, ids, hashes and prose in several languages.

const prose = [
  'Handmade mug, 350 ml. Dishwasher safe; do not use in ovens over 120 °C!',
  'Bitte liefern Sie morgens zwischen 8:00 und 10:30 Uhr (2. Stock, links).',
  'Le client a demandé un remboursement : produit cassé, réf. 2024/17-B.',
  'El pedido n.º 4711 se envió el 3/8/2026; firma: señora Núñez.',
  'Заказ № 4711 доставлен, получатель: Иванова А. П.',
  '注文番号4711は発送済みです。お問い合わせ: support@example.com',
  'The password was wrong three times, so the account is locked: please reset it.',
  'Token expired: sign in again. Bearer authentication is used here.',
  'Basic plan: 5 users, 10 GB; digest of the week at 9:00.',
  'Secret Santa party; the key: bring a present, and pass the salt.',
  'see https://shop.example/products/mug?page=2&sort=price and http://[::1]:8080/',
  'GET /products?page=2&size=50&q=%22red%20mug%22 200 15 ms',
  'a < b && c > d; x == y; total=59.94, count=3, ratio=0.5',
  'Use --help or --token to see more; key: value pairs are fine.',
  'Fehler: Verbindung zu db.internal:5432 abgelehnt (ECONNREFUSED)',
  '<p>Fresh <b>coffee</b> &amp; cake &quot;to go&quot;</p>',
  'SELECT id, name FROM orders WHERE state = $1 AND total > 100 ORDER BY id',
  'at Object.<anonymous> (/srv/app/orders.js:17:23)\n    at Module._compile (node:internal/modules:1105:14)',
];

/** A harmless value of some depth. */
export function harmlessData(random: () => number): { readonly [name: string]: unknown } {
  const draw = new Draw(random);
  return draw.of([order, user, product, trace, settings, page, image, ledger])(draw);
}

function order(draw: Draw): { readonly [name: string]: unknown } {
  return {
    id: `ord_${draw.letters(12)}`,
    orderNumber: notLuhn(draw, 16),
    invoice: `2026-${draw.digits(6)}`,
    reference: notLuhn(draw, 15),
    createdAt: new Date(draw.whole(2 ** 31) * 1000).toISOString(),
    timestamp: 1_700_000_000_000 + draw.whole(100_000_000_000),
    timestampText: String(1_700_000_000_000 + draw.whole(100_000_000_000)),
    iban: `DE${draw.digits(20)}`,
    state: draw.of(['pending', 'paid', 'shipped']),
    lines: Array.from({ length: 1 + draw.whole(4) }, () => ({
      sku: `SKU-${draw.digits(5)}`,
      ean: draw.digits(13),
      quantity: draw.whole(9),
      price: draw.whole(99_999) / 100,
      title: draw.of(prose),
    })),
    pincode: draw.digits(6),
    shippingMethod: 'express',
    carrier: {
      trackingNumber: `1Z${draw.letters(16).toUpperCase()}`,
      phone: `+49 ${draw.digits(3)} ${draw.digits(8)}`,
    },
  };
}

function user(draw: Draw): { readonly [name: string]: unknown } {
  return {
    userId: draw.whole(1_000_000),
    uuid: uuid(draw),
    email: `${draw.letters(8)}@example.com`,
    secretary: draw.words(2),
    author: 'Ada',
    authorId: draw.whole(99),
    passwordPolicy: draw.of(['min12', 'strict']),
    passwordResetRequired: draw.chance(0.5),
    passwordChangedAt: '2026-08-01T12:00:00.000Z',
    passwordLength: draw.whole(40),
    tokenCount: draw.whole(99),
    tokenType: 'Bearer',
    compass: 'N',
    passenger: draw.words(2),
    passport: null,
    cookiePolicy: 'accepted',
    cookieConsent: true,
    sessionCount: draw.whole(9),
    sessionTimeoutMinutes: 30,
    keyboard: 'de',
    monkey: 'see',
    pinned: true,
    spinner: 'on',
    bypass: false,
    access: draw.of(['read', 'write', 'admin']),
    refresh: 'hourly',
    accessLevel: draw.whole(5),
    authMethod: 'oidc',
    authenticatedAt: '2026-08-01T12:00:00.000Z',
    hasPassword: true,
    otpEnabled: draw.chance(0.5),
    apiKeyId: `key_${draw.letters(8)}`,
    publicKey: `MIIB${draw.letters(60)}`,
    roles: ['viewer', 'editor'],
    lastIp: `203.0.113.${draw.whole(255)}`,
  };
}

function product(draw: Draw): { readonly [name: string]: unknown } {
  return {
    name: draw.of(prose),
    description: `${draw.of(prose)} ${draw.of(prose)}`,
    slug: draw.words(3).replaceAll(' ', '-'),
    'name.de': draw.of(prose),
    tags: draw.words(4).split(' '),
    dimensions: `${draw.digits(2)} x ${draw.digits(2)} x ${draw.digits(2)} cm`,
    isbn: `978-${draw.digits(1)}-${draw.digits(4)}-${draw.digits(4)}-${draw.digits(1)}`,
    code: `P${draw.digits(4)}`,
    key: 'color',
    value: draw.words(2),
    url: `https://cdn.example/img/${draw.letters(10)}.png?w=${draw.digits(3)}&h=${draw.digits(3)}&v=${draw.hex(8)}`,
  };
}

function trace(draw: Draw): { readonly [name: string]: unknown } {
  return {
    traceId: draw.hex(32),
    spanId: draw.hex(16),
    traceparent: `00-${draw.hex(32)}-${draw.hex(16)}-01`,
    commit: draw.hex(40),
    sha256: draw.hex(64),
    etag: `W/"${draw.hex(12)}"`,
    requestId: uuid(draw),
    durationMs: draw.whole(9999) / 10,
    message: `${draw.of(prose)} trace ${draw.hex(32)} id ${uuid(draw)}`,
    ids: Array.from({ length: 3 }, () => draw.digits(18).replace(/^[2-6]/, '1')),
    numeric: draw.whole(2 ** 31),
    ulid: draw.letters(26).toUpperCase(),
  };
}

function settings(draw: Draw): { readonly [name: string]: unknown } {
  return {
    payload: JSON.stringify({
      tokenCount: draw.whole(9),
      text: draw.of(prose),
      nested: { a: [1] },
    }),
    changes: [
      { field: 'city', old: 'Bonn', new: 'Köln' },
      { name: 'theme', value: 'dark' },
    ],
    query: draw.of(['red shoes', 'mug {blue}', 'all']),
    search: { query: draw.of(['query language', 'mutation rate', 'subscription']) },
    variables: { size: draw.digits(2), color: 'red' },
    kty: 'none',
    sortKey: 'name',
    foreignKey: 'order_id',
    primaryKeys: ['id'],
    maxTokens: draw.whole(4096),
    temperature: 0.7,
    usage: {
      prompt_tokens: draw.whole(999),
      completion_tokens: draw.whole(999),
      total_tokens: draw.whole(999),
    },
  };
}

function page(draw: Draw): { readonly [name: string]: unknown } {
  return {
    next: `/api/orders?page=${draw.whole(99)}&size=50&sort=date&filter=state%3Dopen`,
    self: `https://shop.example/orders?ids=${draw.digits(4)},${draw.digits(4)}&since=2026-08-01T12%3A00%3A00Z`,
    cursorText: `after:${draw.digits(6)}`,
    graphql: {
      query: 'query Q($id: ID!, $n: Int) { order(id: $id, first: $n) { id } }',
      variables: { id: draw.digits(6), n: 5 },
    },
    search: `/search?query=${encodeURIComponent(draw.words(2))}&page=2`,
    referrer: 'https://www.example.org/?utm_source=news&utm_medium=mail',
  };
}

function image(draw: Draw): { readonly [name: string]: unknown } {
  const bytes = Buffer.from(Array.from({ length: 400 }, () => draw.whole(256)));
  return {
    avatar: `data:image/png;base64,iVBORw0KGgo${bytes.toString('base64')}`,
    thumbnail: bytes.toString('base64url'),
    checksum: bytes.subarray(0, 20).toString('hex'),
    text: `${draw.of(prose)} ${bytes.subarray(0, 30).toString('base64')}`,
  };
}

function ledger(draw: Draw): { readonly [name: string]: unknown } {
  return {
    account: notLuhn(draw, 16),
    amounts: [1234.56, 4_111_111_111_111_112, draw.whole(2 ** 40)],
    text: `order ${notLuhn(draw, 16)} of ${draw.digits(4)}-${draw.digits(2)}-${draw.digits(2)}, tel. ${draw.digits(11)}`,
    times: `20260801120000 ${draw.digits(10)}`,
    version: `v${draw.digits(1)}.${draw.digits(2)}.${draw.digits(1)}`,
    range: `${draw.digits(4)} ${draw.digits(4)} ${draw.digits(4)}`,
    vat: `DE${draw.digits(9)}`,
  };
}

/** Digits whose check digit is wrong. */
function notLuhn(draw: Draw, count: number): string {
  const digits = draw.digits(count);
  return luhn(digits) === 0 ? `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}` : digits;
}

function uuid(draw: Draw): string {
  return `${draw.hex(8)}-${draw.hex(4)}-4${draw.hex(3)}-8${draw.hex(3)}-${draw.hex(12)}`;
}

/** How many values that are no objects and no lists are in there. */
export function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countFields(item), 0);
}
