import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import {
  type ActivityLog,
  type ActivityLogOptions,
  createActivityLog,
} from '@whodid/capture/activity-log';
import type { ActivityPayload } from '@whodid/core/view';
import { scratch } from '../../../core/test/ship/scratch.ts';
import { StubLogger } from '../../../core/test/ship/stub-logger.ts';
import { until } from '../../../core/test/ship/until.ts';

export interface OpenLog {
  readonly log: ActivityLog;
  readonly stub: StubLogger;
  readonly spoolDir: string;
  readonly faults: (readonly [string, unknown])[];
  /** The payloads of activities, once there are so many; those of our own faults are left out. */
  payloads(count: number): Promise<readonly ActivityPayload[]>;
  /** Serves an app until the test is over; gives its address. */
  serve(app: RequestListener): Promise<string>;
}

/** An activity log of this process, sending to a stub. Both end with the test. */
export async function openLog(
  context: TestContext,
  options: Partial<ActivityLogOptions> = {},
): Promise<OpenLog> {
  const stub = await StubLogger.start();
  const faults: (readonly [string, unknown])[] = [];
  const spoolDir = scratch(context).spoolDirectory;
  const log = createActivityLog({
    loggerUrl: stub.url,
    spoolDir,
    service: 'test',
    onFault: (where, error) => faults.push([where, error]),
    ...options,
  });
  context.after(async () => {
    await log.close(0);
    await stub.down();
  });
  const activities = (): ActivityPayload[] =>
    [...stub.payloads.values()].filter(({ userID }) => userID !== 'whodid');
  return {
    log,
    stub,
    spoolDir,
    faults,
    async payloads(count) {
      await until(`${count} payloads`, () => activities().length >= count);
      return activities();
    },
    async serve(app) {
      const server = createServer(app).listen(0, '127.0.0.1');
      await once(server, 'listening');
      context.after(() => {
        server.closeAllConnections();
        server.close();
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}
