// Registered, so that a second copy of this library in the same process finds it.
const key = Symbol.for('whodid.capture.call');

/**
 * Takes a request of a client for one capture.
 *
 * @returns whether it was free. Two installations must not record the same call.
 */
export function claimCall(request: object): boolean {
  const claimed = request as { [key]?: true };
  if (claimed[key] === true) return false;
  claimed[key] = true;
  return true;
}
