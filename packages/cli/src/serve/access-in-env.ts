import type { CollectorOptions } from '@whodid/collector';
import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { readRole } from '../read-role.ts';

type AccessOptions = Pick<CollectorOptions, 'jwt' | 'oidc' | 'publicUrl'>;

const jwtNames = ['WHODID_JWT_ISSUER', 'WHODID_JWT_AUDIENCE'] as const;
const oidcNames = ['WHODID_OIDC_CLIENT_SECRET', 'WHODID_OIDC_DEFAULT_ROLE'] as const;

/**
 * Who may come in besides holders of keys, as the environment says. Secrets are in it and not among
 * the flags, which others can see.
 *
 * @throws Failure 2 for half a configuration; it names what is missing.
 */
export function accessIn(env: Io['env']): AccessOptions {
  const publicUrl = env.WHODID_PUBLIC_URL || undefined;
  return {
    ...jwtIn(env),
    ...oidcIn(env),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
}

function jwtIn(env: Io['env']): AccessOptions {
  const secret = env.WHODID_JWT_SECRET || undefined;
  const jwksUrl = env.WHODID_JWKS_URL || undefined;
  if (secret !== undefined && jwksUrl !== undefined) {
    throw usageFailure('Set WHODID_JWT_SECRET or WHODID_JWKS_URL, not both');
  }
  if (secret === undefined && jwksUrl === undefined) {
    demandUnset(env, jwtNames, 'WHODID_JWT_SECRET or WHODID_JWKS_URL');
    return {};
  }
  const issuer = env.WHODID_JWT_ISSUER || undefined;
  const audience = env.WHODID_JWT_AUDIENCE || undefined;
  return {
    jwt: {
      ...(secret === undefined ? { jwksUrl } : { secret }),
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
    },
  };
}

function oidcIn(env: Io['env']): AccessOptions {
  const issuer = env.WHODID_OIDC_ISSUER || undefined;
  const clientId = env.WHODID_OIDC_CLIENT_ID || undefined;
  if (issuer === undefined) {
    demandUnset(env, ['WHODID_OIDC_CLIENT_ID', ...oidcNames], 'WHODID_OIDC_ISSUER');
    return {};
  }
  if (clientId === undefined) throw missing('WHODID_OIDC_ISSUER', 'WHODID_OIDC_CLIENT_ID');
  const clientSecret = env.WHODID_OIDC_CLIENT_SECRET || undefined;
  const role = env.WHODID_OIDC_DEFAULT_ROLE || undefined;
  return {
    oidc: {
      ...{ issuer, clientId },
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(role === undefined ? {} : { defaultRole: readRole(role, 'WHODID_OIDC_DEFAULT_ROLE') }),
    },
  };
}

function demandUnset(env: Io['env'], names: readonly string[], needed: string): void {
  const given = names.find((name) => (env[name] ?? '') !== '');
  if (given !== undefined) throw missing(given, needed);
}

function missing(given: string, needed: string): Error {
  return usageFailure(`${given} is of no use alone`, `set ${needed} as well`);
}
