/**
 * Records every request to every server of a process, without a change to the app:
 *
 *     WHODID_URL=http://127.0.0.1:4747 WHODID_KEY=whd_... node --import @whodid/capture/auto app.js
 *
 * Where to is said by the environment, see `recorderFromEnv` of `@whodid/core`. It is looked at
 * when the first request comes. Until then, and always if `WHODID_URL` is not set, nothing is
 * opened or printed, so `NODE_OPTIONS` may carry it through npm and other tools. It never keeps a
 * process alive and prints nothing to stdout.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';

type Start = typeof import('./node-http/start-auto.ts').startAuto;

// The first sign that this process is going to serve. Until then nothing else is loaded, which
// would cost each npm, npx and compiler that passes by a tenth of a second.
const signs = ['tracing:net.server.listen:asyncStart', 'fastify.initialization'];
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const starter = `./node-http/start-auto${extension}`;

for (const sign of signs) subscribe(sign, begin);

function begin(message: unknown, sign: string | symbol): void {
  for (const each of signs) unsubscribe(each, begin);
  try {
    // Not `import()`, which would be too late for this app and its first request.
    (createRequire(import.meta.url)(starter) as { startAuto: Start }).startAuto(sign, message);
  } catch {
    // A module that the app is loading at this moment cannot be required.
    import('./node-http/start-auto.ts').then(
      ({ startAuto }) => startAuto(sign, message),
      ({ name }: Error) => process.emitWarning(`Requests are not recorded: ${name}`),
    );
  }
}
