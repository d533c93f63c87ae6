import { isWhodidError, WhodidError } from '../errors.ts';
import type { Transport, TransportSpec } from './transport.ts';

/**
 * Opens the transport that a spec names.
 *
 * @throws WhodidError `TRANSPORT_UNAVAILABLE` if the module cannot be loaded or is no transport. It
 * may be there later: a package may be in the middle of an update.
 */
export async function loadTransport(spec: TransportSpec): Promise<Transport> {
  try {
    const module: unknown = await import(spec.module);
    if (!hasOpenTransport(module)) throw unusable('its module has no openTransport');
    const transport: unknown = await module.openTransport(spec.options);
    if (!isTransport(transport)) throw unusable('openTransport did not return a transport');
    return transport;
  } catch (error) {
    if (isWhodidError(error, 'TRANSPORT_UNAVAILABLE')) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    throw unusable(`it could not be opened (${code})`, error);
  }
}

function hasOpenTransport(module: unknown): module is { openTransport(options: unknown): unknown } {
  return (
    typeof module === 'object' &&
    module !== null &&
    'openTransport' in module &&
    typeof module.openTransport === 'function'
  );
}

function isTransport(value: unknown): value is Transport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'deliver' in value &&
    typeof value.deliver === 'function' &&
    'close' in value &&
    typeof value.close === 'function'
  );
}

function unusable(reason: string, cause?: unknown): WhodidError {
  return new WhodidError('TRANSPORT_UNAVAILABLE', { transport: 'configured', reason }, { cause });
}
