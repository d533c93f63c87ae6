import { createHmac, type KeyObject, sign } from 'node:crypto';

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** What makes the last part of a token from the first two. */
export type Signer = (input: string) => Buffer;

export const hmac =
  (secret: string | Buffer, hash = 'sha256'): Signer =>
  (input) =>
    createHmac(hash, secret).update(input).digest();

export const rsa =
  (key: KeyObject, hash = 'sha256'): Signer =>
  (input) =>
    sign(hash, Buffer.from(input), key);

export const unsigned: Signer = () => Buffer.alloc(0);

/** A token made by hand, since libraries refuse to make bad ones. Text is taken as it is. */
export function forge(header: unknown, payload: unknown, signer: Signer): string {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${signer(input).toString('base64url')}`;
}

/** The signature of a key on P-256, quick to make. */
export const es256 =
  (key: KeyObject): Signer =>
  (input) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
