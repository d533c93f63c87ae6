import type { IncomingMessage } from 'node:http';
import type { Client } from '@whodid/core';
import type { Capture } from './capture.ts';
import { clientAddress } from './client-address.ts';
import { notPromised } from './not-promised.ts';

/**
 * From where a request came. `undefined` where a connection has no address: a Unix socket, or a
 * client that is gone already.
 */
export function clientOf<Req extends object>(
  capture: Capture<Req>,
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
): Client | undefined {
  const address = clientAddress(socket?.remoteAddress, headers, capture.trust);
  if (address === undefined) return undefined;
  const { countryOf, browserOf } = capture.options;
  const userAgent = headers['user-agent'];
  const country = ask(capture, 'capture.countryOf', () => countryOf(address.ip));
  return {
    ...address,
    ...(country === undefined ? {} : { country }),
    ...(userAgent === undefined || userAgent === ''
      ? {}
      : { ...ask(capture, 'capture.browserOf', () => browserOf(userAgent)), userAgent }),
  };
}

// Not our code: what it throws is a fault and costs only what it would have told.
function ask<Req extends object, T>(
  { recorder }: Capture<Req>,
  where: string,
  fn: () => T,
): T | undefined {
  try {
    return notPromised(fn(), where);
  } catch (error) {
    recorder.fault(where, error);
    return undefined;
  }
}
