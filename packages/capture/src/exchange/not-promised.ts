/**
 * What a function of the app has returned, unless that is a promise: an async function by mistake,
 * whose rejection nobody else would handle. It would end the process.
 *
 * @throws TypeError for a promise.
 */
export function notPromised<T>(returned: T, option: string): T {
  if (!(returned instanceof Promise)) return returned;
  returned.catch(() => {});
  throw new TypeError(`${option} must not return a promise`);
}
