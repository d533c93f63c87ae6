import {
  type Actor,
  type Ambient,
  actorTypes,
  ambient,
  ambientActor,
  createRedactor,
  type Recorder,
} from '@whodid/core';

const key = 'whodid';
const idNames = [
  'causationId',
  'correlationId',
  'requestId',
  'sessionId',
  'spanId',
  'traceId',
  'transactionId',
] as const;
const actorNames = ['id', 'name', 'email', 'role', 'roleId', 'credential'] as const;

type Texts = { readonly [name: string]: unknown };

/**
 * Data for a job of the app that says for whom it is done: what is ambient goes along under the name
 * `whodid`, without secrets. {@link inJob} has it ambient again when the job runs.
 *
 * @example
 * await queue.add('send-invoice', carry({ invoice: 4711 }));
 */
export function carry<D extends object>(data: D): D & { readonly whodid: object } {
  const here = ambient();
  const actor = ambientActor();
  const carried = {
    ...(actor === null ? {} : { actor: { type: actor.type, ...textsOf(actor, actorNames) } }),
    ...(here.tenant === undefined ? {} : { tenant: here.tenant }),
    ...textsOf(here, idNames),
  };
  return { ...data, [key]: createRedactor({}).value(carried, key, []) } as D & { whodid: object };
}

/**
 * Runs `fn` as whoever is responsible for a job: who was signed in when {@link carry} made its data,
 * with the request id and the tenant of then. A job without that runs as it is.
 *
 * @example
 * new Worker('mail', (job) => inJob(recorder, job, () => send(job.data)));
 */
export function inJob<T>(
  recorder: Pick<Recorder, 'within'>,
  job: { readonly data?: unknown },
  fn: () => T,
): T {
  const carried = isObject(job.data) ? job.data[key] : undefined;
  if (!isObject(carried)) return fn();
  const actor = actorIn(carried.actor);
  const more: Ambient = {
    ...textsOf(carried, ['tenant', ...idNames]),
    ...(actor === null ? {} : { actor }),
  };
  return recorder.within(more, fn);
}

function actorIn(found: unknown): Actor | null {
  if (!isObject(found) || typeof found.id !== 'string') return null;
  const type = actorTypes.find((known) => known === found.type) ?? 'user';
  return { type, ...(textsOf(found, actorNames) as { readonly id: string }) };
}

function textsOf(from: object, names: readonly string[]): Texts {
  const texts = names.map((name) => [name, (from as Texts)[name]] as const);
  return Object.fromEntries(texts.filter(([, text]) => typeof text === 'string'));
}

function isObject(value: unknown): value is Texts {
  return typeof value === 'object' && value !== null;
}
