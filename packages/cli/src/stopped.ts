/** Why a command is to stop: the reason of `Io.stop`. Thrown by what was waiting. */
export class Stopped extends Error {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`Stopped by ${signal}`);
    this.name = 'AbortError';
    this.signal = signal;
  }
}

/** Resolves with the signal when `stop` is aborted. */
export function whenStopped(stop: AbortSignal): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const tell = () => resolve((stop.reason as Stopped).signal);
    if (stop.aborted) tell();
    else stop.addEventListener('abort', tell, { once: true });
  });
}
