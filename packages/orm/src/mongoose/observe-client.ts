import type { ChangePolicy } from '../change/change-policy.ts';
import { recordWrites } from '../change/record-writes.ts';
import type { Write } from '../change/write.ts';
import { type Answer, readCommand } from './read-command.ts';

/** The parts of a `MongoClient` that we use. */
export interface MongoClientLike {
  readonly monitorCommands: boolean;
  on(event: string, listener: (event: CommandEvent) => void): unknown;
  removeListener(event: string, listener: (event: CommandEvent) => void): unknown;
}

/** What the driver tells of a command when it is sent, and when it is over. */
export interface CommandEvent {
  readonly requestId: number;
  readonly databaseName: string;
  readonly commandName: string;
  readonly command?: { readonly [name: string]: unknown };
  readonly reply?: unknown;
}

interface Running {
  readonly transaction: string | null;
  readonly written: ((answer: Answer) => Write | null) | null;
}

const ends = new Set(['commitTransaction', 'abortTransaction']);

/** Sees every command of a client and its answer, and keeps what a transaction wrote to its end. */
export function observeClient(client: MongoClientLike, policy: ChangePolicy): () => void {
  const running = new Map<number, Running>();
  const open = new Map<string, Write[]>();
  const guarded = (see: (event: CommandEvent) => void) => (event: CommandEvent) => {
    try {
      see(event);
    } catch (error) {
      policy.recorder.fault('orm.mongoose', error);
    }
  };
  const started = guarded(({ requestId, commandName, databaseName, command = {} }) => {
    const written = readCommand(commandName, databaseName, command, policy);
    if (written === null && !ends.has(commandName)) return;
    running.set(requestId, { transaction: transactionOf(command), written });
  });
  const succeeded = guarded(({ requestId, commandName, reply }) => {
    const known = running.get(requestId);
    running.delete(requestId);
    if (known === undefined) return;
    const { transaction, written } = known;
    const write = written?.((reply ?? {}) as Answer) ?? null;
    const writes = write === null ? [] : [write];
    if (transaction === null) recordWrites(writes, 'committed', policy);
    else if (!ends.has(commandName))
      open.set(transaction, [...(open.get(transaction) ?? []), ...writes]);
    else end(transaction, commandName === 'commitTransaction' ? 'committed' : 'rolled_back');
  });
  const failed = guarded(({ requestId, commandName }) => {
    const known = running.get(requestId);
    running.delete(requestId);
    // A commit that failed may be sent once more; whoever gives up sends an abort, which ends it anyway.
    if (commandName === 'abortTransaction' && known?.transaction)
      end(known.transaction, 'rolled_back');
  });
  function end(transaction: string, fate: 'committed' | 'rolled_back'): void {
    recordWrites(open.get(transaction) ?? [], fate, policy);
    open.delete(transaction);
  }
  const seen = { commandStarted: started, commandSucceeded: succeeded, commandFailed: failed };
  for (const [event, listener] of Object.entries(seen)) client.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(seen)) client.removeListener(event, listener);
  };
}

/** Outside of a transaction a number only tells a retry from a new write. */
function transactionOf({ lsid, txnNumber, autocommit }: NonNullable<CommandEvent['command']>) {
  if (autocommit !== false) return null;
  const { id } = lsid as { readonly id: { toString(encoding: string): string } };
  return `${id.toString('hex')}:${txnNumber}`;
}
