/**
 * What `work` gives, if it does within so many milliseconds.
 *
 * What came in time counts even if our own event loop was busy: after a pause the timer runs first,
 * although the answer lies in the socket. One turn later it has been read.
 *
 * @throws Error without a code if it takes longer, or what `work` throws.
 */
export function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(new Error('took too long'))), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
