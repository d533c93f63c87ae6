import type { Response } from 'express';

/** Answers with an error in the form of RFC 9457. */
export function problem(response: Response, statusCode: number, title: string): void {
  response.status(statusCode).type('application/problem+json').json({ title, status: statusCode });
}
