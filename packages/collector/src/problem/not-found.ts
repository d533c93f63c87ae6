import type { FastifyReply, FastifyRequest } from 'fastify';
import { methodsOf } from '../access/route-access.ts';
import { sendProblem } from './answer.ts';
import { Problem } from './problem.ts';

/** Answers what no route takes: 405 if it is only the method that is wrong, else 404. */
export function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = methodsOf(new URL(request.url, 'http://localhost').pathname);
  if (methods.length === 0 || methods.includes(request.method)) {
    return sendProblem(reply, new Problem('NOT_FOUND', 'There is nothing at this address.'));
  }
  const allow = methods.join(', ');
  const headers = { allow };
  return sendProblem(
    reply,
    new Problem('METHOD_NOT_ALLOWED', `This address takes ${allow}.`, { headers }),
  );
}
