import { SignJWT } from 'jose';

/** The secret of the apps in the scenarios. */
export const secret = 'a-secret-of-the-scenarios-that-is-long-enough';

/** A token as the app would issue it, with these claims. */
export function token(
  claims: { readonly [name: string]: unknown },
  {
    expires = '5m',
    key = secret,
  }: { readonly expires?: string | number; readonly key?: string } = {},
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(key));
}

/** A token that says it needs no signature. */
export function unsigned(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}
