import { recorderFromEnv } from '@whodid/core';
import { followFastifyApp, madeChannel } from './follow-fastify.ts';
import { installAuto } from './install-auto.ts';

/** Begins to record as the environment says; what has woken us up is not told a second time. */
export function startAuto(channel: string | symbol, message: unknown): void {
  installAuto(() => recorderFromEnv());
  if (channel === madeChannel) followFastifyApp(message);
}
