/**
 * Waits for a promise, at most for `waitMs`.
 *
 * @throws Error with the code `ETIMEDOUT` if that was not enough, or what the promise rejects with.
 */
export async function inTime<T>(promise: T | PromiseLike<T>, waitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('It took too long'), { code: 'ETIMEDOUT' }));
    }, waitMs).unref();
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
