import { Problem } from '../problem/problem.ts';

/**
 * Length in characters. At least 12 is what keeps guessing hopeless at the pace of `SignInLimits`;
 * 256 is enough for any sentence and cheap to hash. There are no rules about kinds of characters, as
 * NIST SP 800-63B-4 advises.
 */
const length = { min: 12, max: 256 } as const;

/**
 * Refuses a new password that is too easy to guess, or too long.
 *
 * @param field - what it is called in the body.
 * @throws Problem `BODY_INVALID`.
 */
export function checkPassword(password: string, name: string, field: string): void {
  const wanted = faultOf(password, name);
  if (wanted === null) return;
  throw new Problem('BODY_INVALID', `${field} must be ${wanted}`, {
    facts: { path: field, wanted },
  });
}

function faultOf(password: string, name: string): string | null {
  const { min, max } = length;
  const characters = [...password.normalize('NFKC')].length;
  if (characters < min || characters > max) return `${min} to ${max} characters long`;
  if (password.normalize('NFKC').toLowerCase() === name) return 'another text than the name';
  return null;
}
