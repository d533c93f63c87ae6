const accountNames = ['username', 'email', 'login', 'user', 'userName', 'identifier', 'phone'];
const tokenNames = ['access', 'access_token', 'accessToken', 'token', 'id_token'];
const longestAccount = 254;

/** A body as far as it was kept. */
export interface KeptBody {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}

/** The account that somebody tried to sign in to, as they wrote it; nothing is proven by it. */
export function claimedAccount(request: KeptBody): string | undefined {
  const account = firstText(fieldsOf(request), accountNames);
  return account !== undefined && account.length <= longestAccount ? account : undefined;
}

/** The access token that the answer to a sign-in gives out: `access`, as document 004 has it. */
export function issuedToken(answer: KeptBody): string | undefined {
  return firstText(fieldsOf(answer), tokenNames);
}

/** The user that the answer to a sign-in tells of. */
export function answeredUser(answer: KeptBody): unknown {
  return fieldsOf(answer).user;
}

interface Fields {
  readonly [name: string]: unknown;
}

function firstText(fields: Fields, names: readonly string[]): string | undefined {
  return names
    .map((name) => (Object.hasOwn(fields, name) ? fields[name] : undefined))
    .find((value): value is string => typeof value === 'string' && value !== '');
}

function fieldsOf({ bytes, contentType = '' }: KeptBody): Fields {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(contentType)) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : {};
  } catch {
    return {};
  }
}
