import type { Actor, Recorder } from '@whodid/core';

/** Asks `onBehalfOf`, which is not our code: what it throws is a fault, and nobody is behind it. */
export function askOnBehalfOf(
  recorder: Recorder,
  onBehalfOf: (request: object) => Actor | readonly Actor[] | null | undefined,
  request: object,
): readonly Actor[] | undefined {
  try {
    const told: unknown = onBehalfOf(request);
    if (told === null || told === undefined) return undefined;
    if (typeof told !== 'object' || told instanceof Promise) {
      if (told instanceof Promise) told.catch(() => {});
      throw new TypeError('onBehalfOf must return actors, not a promise or a plain value');
    }
    return Array.isArray(told) ? (told as readonly Actor[]) : [told as Actor];
  } catch (error) {
    recorder.fault('capture.onBehalfOf', error);
    return undefined;
  }
}
