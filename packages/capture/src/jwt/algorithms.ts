import type { KeyObject } from 'node:crypto';

/** Algorithms of a shared secret, with the bytes that it must have (RFC 7518 section 3.2). */
export const secretBytes: ReadonlyMap<string, number> = new Map([
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
]);

const ofRsa = ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'];
const ofEd25519 = ['EdDSA', 'Ed25519'];
const ofCurve: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
]);

const keyAlgorithms: readonly string[] = [...ofRsa, ...ofCurve.values(), ...ofEd25519];

/** Every algorithm that can be allowed. `none` is not one. */
export const knownAlgorithms: readonly string[] = [...secretBytes.keys(), ...keyAlgorithms];

/** What is accepted of the keys of a JWK set, if nothing else is said. */
export const defaultOfKeySets: readonly string[] = ['RS256', 'PS256', 'ES256', ...ofEd25519];

/** The algorithms of keys, with which a set of keys can be used. */
export function areOfKeys(algorithms: readonly string[]): boolean {
  return algorithms.every((algorithm) => keyAlgorithms.includes(algorithm));
}

/** The algorithms of a shared secret. */
export function areOfSecrets(algorithms: readonly string[]): boolean {
  return algorithms.every((algorithm) => secretBytes.has(algorithm));
}

/** Which algorithms a public key can be used with; none for a key that is too weak or unknown. */
export function algorithmsOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): readonly string[] {
  if (asymmetricKeyType === 'ed25519') return ofEd25519;
  if (asymmetricKeyType === 'rsa') {
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? ofRsa : [];
  }
  const ofEc = ofCurve.get(asymmetricKeyDetails?.namedCurve ?? '');
  return ofEc === undefined ? [] : [ofEc];
}
