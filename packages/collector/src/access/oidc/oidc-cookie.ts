import type { FastifyReply, FastifyRequest } from 'fastify';
import { cameOverHttps } from '../session-cookie.ts';
import { pendingLifeMs } from './pending-sign-ins.ts';

const name = 'whodid_oidc';
// `lax`: the browser comes back from another site, and must bring this along.
const form = { httpOnly: true, sameSite: 'lax', path: '/auth/oidc' } as const;

/** Marks the browser that began a sign-in. */
export function giveMark(reply: FastifyReply, secret: string): void {
  const secure = cameOverHttps(reply.request);
  reply.setCookie(name, secret, { ...form, secure, maxAge: pendingLifeMs / 1000 });
}

/** The mark of a browser that comes back; an empty text if it has none. */
export function markOf(request: FastifyRequest): string {
  return request.cookies[name] ?? '';
}

export function takeMark(reply: FastifyReply): void {
  reply.clearCookie(name, form);
}
