import { type Parcel, type Receipt, type Transport, WhodidError } from '@whodid/core';
import { soundTransport } from './sound-transport.ts';
import type { TransportBench } from './transport-conformance.ts';

/** A transport that breaks one promise, and the check that has to notice. */
export interface BrokenTransport {
  readonly fault: string;
  readonly caughtBy: string;
  readonly open: () => TransportBench;
}

const inOrder = 'deliver: entries are reported stored, in order, and are there';
const sizes = 'deliver: one entry, and the largest batch';
const bytes = 'deliver: bytes arrive exactly';
const duplicate = 'deliver: what is there already is a duplicate, its neighbours are stored';
const conflict =
  'deliver: the same id with other bytes does not replace the first, and harms nobody';
const away = 'failure: a destination that is away is TRANSPORT_UNAVAILABLE';
const waits = 'failure: how long to wait, if it is told, is a number of milliseconds from 0';
const back = 'failure: a destination that is back takes the same batch';
const givenUp =
  'failure: a delivery that is given up before it begins ends, and the next one works';
const twice = 'close: twice is once';
const afterwards = 'close: a delivery afterwards is TRANSPORT_UNAVAILABLE';

/** The conformance suite is tested with these: each must fail the check it names. */
export const brokenTransports: readonly BrokenTransport[] = [
  {
    fault: 'answers in another order',
    caughtBy: inOrder,
    open: () => answering((receipts) => receipts.toReversed()),
  },
  {
    fault: 'leaves out the last receipt',
    caughtBy: inOrder,
    open: () => answering((receipts) => receipts.slice(0, -1)),
  },
  {
    fault: 'reports stored what it did not deliver',
    caughtBy: inOrder,
    open: () =>
      delivering(async (sound, batch, signal) => {
        await sound.deliver(batch.slice(1), signal);
        return batch.map(({ id }) => ({ id, fate: 'stored' }));
      }),
  },
  {
    fault: 'cuts large batches',
    caughtBy: sizes,
    open: () => delivering((sound, batch, signal) => sound.deliver(batch.slice(0, 500), signal)),
  },
  {
    fault: 'writes the text anew',
    caughtBy: bytes,
    open: () => texting((text) => JSON.stringify(JSON.parse(text)).replaceAll('\\u0000', '')),
  },
  {
    fault: 'reports a duplicate as stored',
    caughtBy: duplicate,
    open: () =>
      answering((receipts) =>
        receipts.map((receipt) =>
          receipt.fate === 'duplicate' ? { id: receipt.id, fate: 'stored' } : receipt,
        ),
      ),
  },
  {
    fault: 'fails as a whole because of one entry',
    caughtBy: conflict,
    open: () =>
      answering((receipts) => {
        if (receipts.some(({ fate }) => fate === 'conflict')) throw new Error('conflict');
        return receipts;
      }),
  },
  {
    fault: 'takes an id with other bytes for a duplicate',
    caughtBy: conflict,
    open: () => answering((receipts) => receipts.map(({ id }) => ({ id, fate: 'duplicate' }))),
  },
  {
    fault: 'throws an error of its own when the destination is away',
    caughtBy: away,
    open: () =>
      delivering((sound, batch, signal) =>
        sound.deliver(batch, signal).catch(() => Promise.reject(new Error('ECONNREFUSED'))),
      ),
  },
  {
    fault: 'takes silence for success',
    caughtBy: away,
    open: () =>
      delivering((sound, batch, signal) =>
        sound
          .deliver(batch, signal)
          .catch(() => batch.map(({ id }): Receipt => ({ id, fate: 'stored' }))),
      ),
  },
  {
    fault: 'tells a time to wait that is none',
    caughtBy: waits,
    open: () =>
      delivering((sound, batch, signal) =>
        sound.deliver(batch, signal).catch(() => {
          const facts = { transport: 'memory', reason: 'it is away', retryAfterMs: Number('soon') };
          throw new WhodidError('TRANSPORT_UNAVAILABLE', facts);
        }),
      ),
  },
  {
    fault: 'never recovers from a failure',
    caughtBy: back,
    open: () => {
      let failed = false;
      return delivering(async (sound, batch, signal) => {
        if (failed) return sound.deliver(batch, AbortSignal.abort());
        return sound.deliver(batch, signal).catch((error) => {
          failed = true;
          throw error;
        });
      });
    },
  },
  {
    fault: 'throws the reason of the signal',
    caughtBy: givenUp,
    open: () =>
      delivering((sound, batch, signal) => {
        signal.throwIfAborted();
        return sound.deliver(batch, signal);
      }),
  },
  {
    fault: 'cannot be closed twice',
    caughtBy: twice,
    open: () => {
      let closed = false;
      return varied((sound) => ({
        ...sound,
        close: async () => {
          if (closed) throw new Error('closed');
          closed = true;
        },
      }));
    },
  },
  {
    fault: 'delivers after it was closed',
    caughtBy: afterwards,
    open: () => varied((sound) => ({ ...sound, close: async () => undefined })),
  },
];

/** A sound transport that does one thing differently. */
export function varied(vary: (sound: Transport) => Transport): TransportBench {
  const sound = soundTransport();
  return { ...sound, transport: vary(sound.transport) };
}

function delivering(
  deliver: (
    sound: Transport,
    batch: readonly Parcel[],
    signal: AbortSignal,
  ) => Promise<readonly Receipt[]>,
): TransportBench {
  return varied((sound) => ({
    ...sound,
    deliver: (batch, signal) => deliver(sound, batch, signal),
  }));
}

function answering(answer: (receipts: readonly Receipt[]) => readonly Receipt[]): TransportBench {
  return delivering(async (sound, batch, signal) => answer(await sound.deliver(batch, signal)));
}

function texting(write: (text: string) => string): TransportBench {
  return delivering((sound, batch, signal) =>
    sound.deliver(
      batch.map((parcel) => ({ ...parcel, text: write(parcel.text) as Parcel['text'] })),
      signal,
    ),
  );
}
