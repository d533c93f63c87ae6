import type { Recorder } from '@whodid/core';
import { Connection } from './connection.ts';
import { type Ending, failedEnding, refusedEnding } from './ending.ts';
import { followStream } from './follow-stream.ts';
import { isPinned } from './host-keys.ts';
import { insideOperation, Operation, type OperationFacts, openOperation } from './operation.ts';
import { type Around, type Call, patchMethod } from './patch-method.ts';
import { type RecordedMethod, recordedMethods } from './recorded-methods.ts';
import { addressOf, pathTarget, readAddress, serverTarget } from './remote-address.ts';
import type { ClientInside, SftpClientLike } from './sftp-client-like.ts';
import { tapSession } from './tap-session.ts';

const captures = new WeakMap<object, () => void>();

/**
 * Records what a client of `ssh2-sftp-client` does: connecting, uploads, downloads, lists, and
 * whatever changes something on the server. One entry an operation (`kind` `sftp.out`), when it is
 * over, with what was ambient where the app called: request id, actor.
 *
 * `data` has host, port, user name, path and duration; of transfers the bytes that the server
 * confirmed or sent and their SHA-256, computed as they pass. `fastPut` and `fastGet` read in no
 * order and have no hash. Folders (`uploadDir`, `downloadDir`, `rmdir`) give an entry for each file
 * and one for the whole. `reason` is a code: that of the error, SFTP status numbers by name.
 * Contents, credentials and error texts are in none of it.
 *
 * The methods of this one object are replaced, not the class, and not by a wrapper: whoever holds
 * the client already is recorded too, and it stays what it was for `instanceof` and for classes that
 * extend it. Results, error objects and events are those of the bare client; a promise takes one
 * turn of the microtask queue more. A client is captured once: a second call returns the same.
 *
 * @returns stops the capture. Operations that are open are still recorded.
 */
export function captureSftp(client: SftpClientLike, recorder: Recorder): () => void {
  const earlier = captures.get(client);
  if (earlier !== undefined) return earlier;
  const capture = new SftpCapture(client as ClientInside, recorder);
  const undo = Object.entries(recordedMethods).map(([name, method]) =>
    patchMethod(client, name, capture.around(name, method)),
  );
  const stop = (): void => {
    captures.delete(client);
    for (const each of undo.splice(0)) each();
    capture.stop();
  };
  captures.set(client, stop);
  return stop;
}

/** The capture of one client. */
class SftpCapture {
  readonly #client: ClientInside;
  readonly #recorder: Recorder;
  readonly #connection: Connection;
  #session: object | undefined;
  #untap = (): void => {};

  constructor(client: ClientInside, recorder: Recorder) {
    this.#client = client;
    this.#recorder = recorder;
    this.#connection = new Connection(client);
  }

  around(name: string, method: RecordedMethod): Around {
    return (call, args) => {
      if (this.#leavesOut(name)) return call();
      const operation = this.#begin(name, method, args);
      if (operation === null) return call();
      const failed = this.#failure(name);
      const inside: Call = () => insideOperation(operation, call);
      return method.stream === undefined
        ? followResult(operation, inside, failed)
        : followStream(operation, inside, method.stream, failed);
    };
  }

  stop(): void {
    this.#untap();
    this.#connection.stop();
  }

  #leavesOut(name: string): boolean {
    // Nothing ends where nothing is open; the library calls it then, too.
    if (name === 'end' && this.#client.sftp === undefined) return true;
    return openOperation()?.includes(this.#client, name) === true;
  }

  #begin(name: string, method: RecordedMethod, args: readonly unknown[]): Operation | null {
    try {
      this.#tap();
      return new Operation(this.#recorder, this.#facts(name, method, args));
    } catch (error) {
      report(this.#recorder, error);
      return null;
    }
  }

  #facts(
    name: string,
    { action, on, paths, steps, sums }: RecordedMethod,
    args: readonly unknown[],
  ): OperationFacts {
    const connects = name === 'connect';
    const address = connects ? readAddress(args[0]) : addressOf(this.#client);
    const found = paths.map((place) => args[place]).filter((path) => typeof path === 'string');
    const [path, toPath] = found;
    return {
      action,
      address,
      targets:
        on === 'server' || path === undefined
          ? [serverTarget(address)]
          : found.map((each) => pathTarget(address, on, each)),
      data: {
        ...(path === undefined ? {} : { path }),
        ...(toPath === undefined ? {} : { toPath }),
        ...(name === 'append' ? { append: true } : {}),
        ...(connects ? { hostKey: { check: hostKeyCheck(args[0]) } } : {}),
      },
      sums: sums === true,
      client: this.#client,
      steps,
    };
  }

  // A session is known when the connection is there, which may have been before us.
  #tap(): void {
    const { sftp } = this.#client;
    if (sftp === undefined || sftp === this.#session) return;
    this.#untap();
    this.#session = sftp;
    this.#untap = tapSession(sftp);
  }

  #failure(name: string): (error: unknown) => Ending {
    const { breaks } = this.#connection;
    if (name !== 'connect') {
      return (error) => failedEnding(error, this.#connection.breaks !== breaks);
    }
    this.#connection.forget();
    return (error) => refusedEnding(error, this.#connection.trouble);
  }
}

function followResult(
  operation: Operation,
  call: Call,
  failed: (error: unknown) => Ending,
): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    operation.end(failed(error));
    throw error;
  }
  if (!isThenable(result)) {
    operation.end(success);
    return result;
  }
  // The promise that follows is returned, not the first one: an error that the app does not handle
  // has to stay unhandled.
  return result.then(
    (value) => {
      if (Array.isArray(value)) operation.tell({ count: value.length });
      operation.end(success);
      return value;
    },
    (error) => {
      operation.end(failed(error));
      throw error;
    },
  );
}

const success: Ending = { outcome: 'success' };

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}

function hostKeyCheck(config: unknown): 'pinned' | 'own' | 'none' {
  const { hostVerifier } = (config ?? {}) as { readonly hostVerifier?: unknown };
  if (typeof hostVerifier !== 'function') return 'none';
  return isPinned(hostVerifier) ? 'pinned' : 'own';
}

function report(recorder: Recorder, error: unknown): void {
  try {
    recorder.fault('capture.sftp', error);
  } catch {
    // A recorder never throws; a broken one must not take the app with it.
  }
}
