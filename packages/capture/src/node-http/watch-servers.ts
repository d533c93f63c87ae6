import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { beginExchange } from '../exchange/begin-exchange.ts';
import type { Capture } from '../exchange/capture.ts';
import { type ParseError, recordMalformed } from '../exchange/malformed.ts';
import type { Watched } from '../exchange/watched.ts';
import { watchedOf } from '../exchange/watched-of.ts';
import { enterOnce } from './enter-once.ts';
import { followFastify } from './follow-fastify.ts';
import { patchEmit } from './patch-emit.ts';

/**
 * Watches every HTTP and HTTPS server of this process.
 *
 * Node's diagnostics channel tells of each request first, also of those that Node answers by
 * itself. It cannot put the handlers inside the ambient, and knows nothing of upgrades and
 * malformed requests; for these `emit` of the servers is wrapped.
 *
 * @param captureOf - asked for each request; `null` for not recording it. Must not throw.
 * @returns stops watching. Requests that are open are still recorded.
 */
export function watchServers(captureOf: () => Capture<IncomingMessage> | null): () => void {
  const onStart = (message: unknown): void => {
    const { request, response } = message as {
      readonly request: IncomingMessage;
      readonly response: ServerResponse;
    };
    const capture = captureOf();
    if (capture !== null) beginExchange(capture, request, response, request);
  };
  const around = (event: string | symbol, args: readonly unknown[], emit: () => boolean) =>
    aroundEvent(captureOf, event, args, emit);

  subscribe('http.server.request.start', onStart);
  const undo = [
    patchEmit(http.Server.prototype, around),
    patchEmit(https.Server.prototype, around),
    followFastify(),
    () => unsubscribe('http.server.request.start', onStart),
  ];
  return () => {
    for (const each of undo.splice(0)) each();
  };
}

function aroundEvent(
  captureOf: () => Capture<IncomingMessage> | null,
  event: string | symbol,
  [first, second]: readonly unknown[],
  emit: () => boolean,
): boolean {
  switch (event) {
    case 'request':
    case 'checkContinue':
    case 'checkExpectation':
      return inside(captureOf, first as IncomingMessage, second as ServerResponse, emit);
    case 'upgrade':
    case 'connect':
      return inside(captureOf, first as IncomingMessage, null, emit);
    case 'clientError': {
      const capture = captureOf();
      if (capture !== null) recordMalformed(capture, first as ParseError, second as Socket);
      return emit();
    }
    default:
      return emit();
  }
}

function inside(
  captureOf: () => Capture<IncomingMessage> | null,
  request: IncomingMessage,
  response: ServerResponse | null,
  emit: () => boolean,
): boolean {
  const watched = watchedOf(request) ?? beginHere(captureOf(), request, response);
  if (watched === null) return emit();
  return enterOnce(watched, response === null ? request.socket : null, emit);
}

// A framework may emit requests of its own making, of which the channel does not tell.
function beginHere(
  capture: Capture<IncomingMessage> | null,
  request: IncomingMessage,
  response: ServerResponse | null,
): Watched | null {
  return capture === null ? null : beginExchange(capture, request, response, request);
}
