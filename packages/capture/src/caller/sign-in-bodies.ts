import { decompressed, RawBody } from '@whodid/core';

const accountNames = ['username', 'email', 'login', 'user', 'userName', 'identifier', 'phone'];
const tokenNames = ['access', 'access_token', 'accessToken', 'token', 'id_token'];
const mailAddress = /^[^\s@"<>]{1,64}@[^\s@"<>]{1,180}\.[a-z]{2,24}$/i;
const plainName = /^(?:[\w.-]{1,64}\\)?\+?[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;
const likePassword = /^(?=.*\p{Lu})(?=.*\p{Ll})(?=.*\p{N})/u;

/** A body that has passed, as far as it was kept. */
export interface KeptBody {
  readonly body?: unknown;
  /** How many bytes it had. */
  readonly bodyBytes: number;
  readonly cut?: true;
}

/** What a request says of the account that somebody tried to sign in to; nothing is proven by it. */
export interface Claimed {
  /** As they wrote it, if it looks like an address or a plain name. */
  readonly accounts: readonly string[];
  /** Whether there is something else where the account should be: people type their password there. */
  readonly doubtful: boolean;
}

export function claimedAccounts(request: KeptBody): Claimed {
  const fields = fieldsOf(request) ?? [];
  const others = new Set(fields.filter((field) => !isAccount(field)).map(([, value]) => value));
  const claimed = fields.filter(isAccount).map(([, text]) => text);
  const accounts = claimed.filter((text) => isAccountText(text) && !others.has(text));
  return { accounts: [...new Set(accounts)], doubtful: accounts.length < claimed.length };
}

/** The access token that the answer to a sign-in gives out: `access`, as document 004 has it. */
export function issuedToken(answer: KeptBody): string | undefined {
  const fields = new Map(fieldsOf(answer));
  return tokenNames.map((name) => fields.get(name)).find(isFilled);
}

/** The user that the answer to a sign-in tells of. */
export function answeredUser(answer: KeptBody): unknown {
  return new Map(fieldsOf(answer)).get('user');
}

/**
 * Whether a request may itself say which user its answer tells of: then an answer that repeats it proves
 * nothing. So may one that cannot be read.
 */
export function mayTellUser(request: KeptBody): boolean {
  if (request.bodyBytes === 0) return false;
  const fields = request.cut === true ? undefined : fieldsOf(request);
  if (fields === undefined) return true;
  return fields.some(
    ([name, value]) => /^user[[.]/.test(name) || (name === 'user' && typeof value !== 'string'),
  );
}

type Field = readonly [name: string, value: unknown];

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

function isAccount(field: Field): field is readonly [string, string] {
  return accountNames.includes(field[0]) && isFilled(field[1]);
}

function isAccountText(text: string): boolean {
  return mailAddress.test(text) || (plainName.test(text) && !likePassword.test(text));
}

/** In their order, with all that a form repeats; `undefined` if there is no body that can be read. */
function fieldsOf({ body }: KeptBody): readonly Field[] | undefined {
  if (!(body instanceof RawBody)) return undefined;
  const bytes = decompressed(body.bytes, body.contentEncoding);
  if (typeof bytes === 'string') return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(body.contentType ?? '')) {
    return [...new URLSearchParams(text)];
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  } catch {
    return undefined;
  }
}
