import { type RedisAddress, readRedisAddress } from './redis-address.ts';
import { RedisConnection } from './redis-connection.ts';

/** A Redis that is only asked how it is set up. */
export interface RedisInfo {
  /** @throws Error whose message is why there is no answer, with nothing secret in it. */
  info(section: string): Promise<string>;
  close(): void;
}

const limitMs = 2000;

/**
 * Connects to a Redis to ask how it is set up; `null` if the address cannot be read.
 *
 * @throws Error whose message is why there is no connection, with nothing secret in it.
 */
export async function openRedisInfo(url: string): Promise<RedisInfo | null> {
  const address = readRedisAddress(url);
  return address === null ? null : await opened(address);
}

async function opened(address: RedisAddress): Promise<RedisInfo> {
  let lost = '';
  const onLost = (reason: string): void => {
    lost = reason;
  };
  const connection = new RedisConnection({ address, limitMs, onLost });
  const withReason = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw new Error(lost, { cause: error });
    }
  };
  await withReason(connection.open());
  return {
    info: (section) => withReason(connection.run((client) => client.info(section))),
    close: () => connection.close(),
  };
}
