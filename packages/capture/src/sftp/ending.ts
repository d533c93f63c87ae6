import { getSystemErrorName } from 'node:util';
import type { Outcome } from '@whodid/core';
import type { Trouble } from './connection.ts';

/** How an operation ended. */
export interface Ending {
  readonly outcome: Outcome;
  /** A code, never a text: those may quote what was sent. */
  readonly reason?: string;
}

// draft-ietf-secsh-filexfer-02, section 7: the codes of SFTP version 3.
const statusNames: readonly (string | undefined)[] = [
  undefined,
  'EOF',
  'NO_SUCH_FILE',
  'PERMISSION_DENIED',
  'FAILURE',
  'BAD_MESSAGE',
  'NO_CONNECTION',
  'CONNECTION_LOST',
  'OP_UNSUPPORTED',
];

const denials: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'EACCES', 'EPERM']);

/**
 * How an operation ended that was refused or failed.
 *
 * @param lost - whether the connection broke meanwhile: then nobody knows what the server has done,
 * and the outcome is `unknown`.
 */
export function failedEnding(error: unknown, lost: boolean): Ending {
  if (lost) return { outcome: 'unknown', reason: 'CONNECTION_LOST' };
  const reason = reasonOf(error);
  return { outcome: denials.has(reason) ? 'denied' : 'failure', reason };
}

/** How an attempt to connect ended. Numbers are reasons of SSH there, not of SFTP. */
export function refusedEnding(error: unknown, trouble: Trouble | undefined): Ending {
  switch (trouble?.level) {
    case 'client-authentication':
      return { outcome: 'denied', reason: 'AUTHENTICATION_FAILED' };
    case 'client-timeout':
      return { outcome: 'failure', reason: 'TIMEOUT' };
    case 'client-dns':
      return { outcome: 'failure', reason: 'ENOTFOUND' };
    case 'handshake':
      return String(trouble.message).includes('Host denied')
        ? { outcome: 'denied', reason: 'HOST_KEY_REFUSED' }
        : { outcome: 'failure', reason: 'HANDSHAKE_FAILED' };
    default:
      return { outcome: 'failure', reason: textCode(trouble) ?? textCode(error) ?? 'UNKNOWN' };
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (typeof code !== 'number') return textCode(error) ?? 'UNKNOWN';
  // What is wrong on this machine the library tells by the number of the operating system.
  if (Number.isInteger(code) && code < 0) return getSystemErrorName(code);
  return statusNames[code] ?? 'UNKNOWN';
}

function textCode(error: unknown): string | undefined {
  const code = codeOf(error);
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : undefined;
}

function codeOf(error: unknown): unknown {
  try {
    return (error as { readonly code?: unknown } | null | undefined)?.code;
  } catch {
    return undefined;
  }
}
