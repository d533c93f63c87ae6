import { openOperation } from './operation.ts';
import { type Around, patchMethod } from './patch-method.ts';
import { PassingBytes, type Transfer } from './transfer.ts';

/**
 * Looks at the bytes of each operation where they enter and leave the SFTP session: at the streams
 * and callbacks of `ssh2`, so that what the app passed in is never listened to, read or replaced.
 *
 * @returns takes the taps out again.
 */
export function tapSession(session: object): () => void {
  const undo = [
    patchMethod(session, 'createWriteStream', tapStream(tapWrites)),
    patchMethod(session, 'createReadStream', tapStream(tapReads)),
    patchMethod(session, 'fastPut', countSteps),
    patchMethod(session, 'fastGet', countSteps),
  ];
  return () => {
    for (const each of undo.splice(0)) each();
  };
}

function tapStream(tap: (stream: object) => Transfer): Around {
  return (call) => {
    const operation = openOperation();
    const stream = call();
    if (typeof stream === 'object' && stream !== null) operation?.carry(() => tap(stream));
    return stream;
  };
}

function tapReads(stream: object): Transfer {
  const passing = new PassingBytes();
  patchMethod(stream, 'push', (call, [chunk, encoding]) => {
    passing.add(chunk, encoding);
    return call();
  });
  return passing;
}

function tapWrites(stream: object): Transfer {
  const passing = new PassingBytes();
  // In some implementations `end` calls `write`.
  let inside = false;
  const around: Around = (call, [chunk, encoding]) => {
    if (inside) return call();
    inside = true;
    try {
      passing.add(chunk, encoding);
      return call();
    } finally {
      inside = false;
    }
  };
  patchMethod(stream, 'write', around);
  patchMethod(stream, 'end', around);
  return {
    // What the server has confirmed; what was given to the stream may be more.
    get bytes() {
      const { bytesWritten } = stream as { readonly bytesWritten?: unknown };
      return typeof bytesWritten === 'number' ? bytesWritten : passing.bytes;
    },
    sha256() {
      return this.bytes === passing.bytes ? passing.sha256() : undefined;
    },
  };
}

// The parts of a fast transfer are read by `ssh2` itself, many at once and in no order: they can be
// counted, not hashed.
const countSteps: Around = (call, [from, to, options, ...rest]) => {
  const operation = openOperation();
  if (operation === undefined || typeof options === 'function') return call();
  let bytes = 0;
  operation.carry(() => ({
    get bytes() {
      return bytes;
    },
    sha256: () => undefined,
  }));
  const given = (options ?? undefined) as { step?: unknown } | undefined;
  function step(this: unknown, ...args: unknown[]): void {
    if (typeof args[0] === 'number') bytes = args[0];
    if (typeof given?.step === 'function') Reflect.apply(given.step, this, args);
  }
  // Inherits the app's options, which stay as they are. They may be frozen.
  const counted: unknown = Object.create(given ?? null, { step: { value: step } });
  return call([from, to, counted, ...rest]);
};
