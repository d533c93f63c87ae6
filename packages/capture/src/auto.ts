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
import { recorderFromEnv } from '@whodid/core';
import { installAuto } from './node-http/install-auto.ts';

installAuto(() => recorderFromEnv());
