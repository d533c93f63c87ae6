import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemCode } from './problem.ts';
import { toProblem } from './to-problem.ts';

export const problemType = 'application/problem+json; charset=utf-8';

/** Answers a request with a problem. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(problemType)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem.body()));
}

/**
 * Makes every error of every route a problem.
 *
 * @param onInternal - told about failures that are our fault, by name and place only.
 */
export function errorHandler(
  onInternal: (line: string) => void,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    const problem = toProblem(error);
    if (problem.code === 'INTERNAL') {
      const route = request.routeOptions.url ?? 'unknown route';
      onInternal(`Internal failure in ${request.method} ${route}: ${placeOf(problem.cause)}`);
    }
    return sendProblem(reply, problem);
  };
}

// Name and first line of the stack that has a place. The message is left out on purpose: it may
// quote what somebody sent.
function placeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const place = cause.stack?.split('\n').find((line) => line.startsWith('    at '));
  return `${cause.name}${place === undefined ? '' : ` ${place.trim()}`}`;
}

const clientErrors = new Map<string, readonly [ProblemCode, string]>([
  ['HPE_HEADER_OVERFLOW', ['HEADERS_TOO_LARGE', 'Address and headers may have 16 KiB together.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['REQUEST_TIMEOUT', 'The request was not complete in time.']],
]);

/** Answers what is not HTTP, before Fastify ever sees a request, and ends the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, detail] = clientErrors.get(error.code ?? '') ?? [
    'REQUEST_INVALID',
    'This is not a valid HTTP request.',
  ];
  const problem = new Problem(code, detail);
  const body = JSON.stringify(problem.body());
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.body().title}`,
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
