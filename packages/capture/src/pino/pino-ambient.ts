import { ambient, ambientActor, readOptions } from '@whodid/core';
import { type PinoAmbientOptions, pinoAmbientRules } from './pino-ambient-options.ts';

/** A piece of pino's options. */
export interface PinoAmbient<Args extends readonly unknown[]> {
  readonly mixin: (...args: Args) => object;
}

/**
 * Options for pino that put `request_id` and `user_id` of the request at hand into each line of a logger
 * and of its children: the same id that is in the entries of that request. Each is absent where it is
 * not known, and gives way to a field of that name in the call itself.
 *
 * @example
 * const logger = pino({ level: 'info', ...pinoAmbient() });
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function pinoAmbient<Args extends readonly unknown[]>(
  options?: PinoAmbientOptions<Args>,
): PinoAmbient<Args> {
  readOptions('pinoAmbient', pinoAmbientRules, options as PinoAmbientOptions | undefined);
  const own = options?.mixin;
  if (own === undefined) return { mixin: whoAndWhere };
  return { mixin: (...args) => ({ ...whoAndWhere(), ...own(...args) }) };
}

// A new object each time: pino writes the fields of the call into it.
function whoAndWhere(): object {
  const { requestId } = ambient();
  const actor = ambientActor();
  return {
    ...(requestId === undefined ? {} : { request_id: requestId }),
    ...(actor === null || actor.type === 'anonymous' ? {} : { user_id: actor.id }),
  };
}
