import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type ReadOptions, WhodidError } from '@whodid/core';
import type { JWK } from 'jose';
import {
  algorithmsOf,
  areOfKeys,
  areOfSecrets,
  defaultOfKeySets,
  secretBytes,
} from './algorithms.ts';
import type { JwtTokensOptions } from './jwt-options.ts';
import type { JwtEdges } from './jwt-reader.ts';
import type { KeySource, VerificationKey } from './key-source.ts';
import { RemoteKeys } from './remote-keys.ts';

type Options = ReadOptions<JwtTokensOptions>;

/**
 * Reads the one of `secret`, `publicKey` and `jwksUrl` that is given.
 *
 * @throws WhodidError `CONFIG_INVALID` if it is not exactly one, if it is too weak, or if it does
 * not go with the algorithms.
 */
export function openKeySource(options: Options, edges: JwtEdges): KeySource {
  const { secret, publicKey, jwksUrl } = options;
  const given = [secret, publicKey, jwksUrl].filter((value) => value !== '').length;
  if (given !== 1) {
    throw invalid('secret', 'given, or else publicKey or jwksUrl, exactly one of them', `${given}`);
  }
  if (secret !== '') return ofSecret(secret, options);
  if (publicKey !== '') return ofPublicKey(publicKey, options);
  const algorithms = orDefault(options.algorithms, defaultOfKeySets);
  if (!areOfKeys(algorithms))
    throw mixed('algorithms of public keys, since a JWK set has no other');
  return new RemoteKeys(new URL(jwksUrl), algorithms, edges);
}

function ofSecret(secret: string | Uint8Array, options: Options): KeySource {
  const algorithms = orDefault(options.algorithms, ['HS256']);
  if (!areOfSecrets(algorithms)) throw mixed('HS256, HS384 or HS512, since there is a secret');
  if (typeof secret === 'string' && secret.trimStart().startsWith('-----BEGIN')) {
    throw invalid('secret', 'a secret; a key goes into publicKey', 'PEM');
  }
  // A copy, so that nobody changes it later.
  const bytes = new Uint8Array(typeof secret === 'string' ? Buffer.from(secret) : secret);
  const least = Math.max(...algorithms.map((algorithm) => secretBytes.get(algorithm) ?? 0));
  if (bytes.length < least) {
    throw invalid('secret', `at least ${least} bytes long for ${algorithms.join(', ')}`, 'fewer');
  }
  return fixed(bytes, algorithms);
}

function ofPublicKey(given: string | object, options: Options): KeySource {
  const key = publicKeyOf(given);
  const fitting = key === undefined ? [] : algorithmsOf(key);
  if (key === undefined || fitting.length === 0) {
    throw invalid(
      'publicKey',
      'a public key as PEM (SPKI) or JWK: RSA from 2048 bits, P-256, P-384, P-521 or Ed25519',
      'something else',
    );
  }
  const algorithms = orDefault(
    options.algorithms,
    fitting.filter((algorithm) => fitting.length <= 2 || algorithm.endsWith('256')),
  );
  if (!algorithms.every((algorithm) => fitting.includes(algorithm))) {
    throw mixed(`of ${fitting.join(', ')}, which fit the key`);
  }
  // A JWK stays one: it may say by itself what it is for.
  return fixed(typeof given === 'string' ? key : (structuredClone(given) as JWK), algorithms);
}

function publicKeyOf(given: string | object): KeyObject | undefined {
  try {
    if (typeof given !== 'string') {
      if ('d' in given) return undefined;
      return createPublicKey({ key: given as JsonWebKey, format: 'jwk' });
    }
    // Node would also take a private key and derive the public one. It must not lie here at all.
    return given.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')
      ? createPublicKey(given)
      : undefined;
  } catch {
    return undefined;
  }
}

function fixed(key: VerificationKey, algorithms: readonly string[]): KeySource {
  return { algorithms, find: async () => ({ key }) };
}

function orDefault(given: readonly string[], fallback: readonly string[]): readonly string[] {
  return given.length === 0 ? fallback : [...given];
}

function mixed(wanted: string): WhodidError {
  return invalid('algorithms', wanted, 'others');
}

function invalid(option: string, wanted: string, got: string): WhodidError {
  return new WhodidError('CONFIG_INVALID', { option: `jwtTokens.${option}`, wanted, got });
}
