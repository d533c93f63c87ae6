import type { Target } from '@whodid/core';
import { pastTense } from './past-tense.ts';
import { targetsText, words } from './target-text.ts';

/** `order.refund` as people say it: the verb in its tense, and what it was done to. */
export interface ActionPhrase {
  readonly verb: string;
  readonly object: string;
}

// What everybody calls something else than its parts say.
const idioms: ReadonlyMap<string, readonly [done: string, tried: string]> = new Map([
  ['login', ['signed in', 'tried to sign in']],
  ['signin', ['signed in', 'tried to sign in']],
  ['logout', ['signed out', 'tried to sign out']],
  ['signout', ['signed out', 'tried to sign out']],
  ['signup', ['signed up', 'tried to sign up']],
  // Denied to whoever showed it, and done by nobody.
  ['token.refuse', ['showed a token that was refused', 'showed a token that was refused']],
]);

/**
 * Says an action in words, or nothing if its last part is no verb that we know: then the action as
 * it is tells more than a wrong guess.
 */
export function actionPhrase(
  action: string,
  targets: readonly Target[],
  done: boolean,
): ActionPhrase | undefined {
  const parts = action.split('.');
  const last = parts.at(-1) ?? '';
  const idiom = idioms.get(action) ?? idioms.get(last.toLowerCase().replaceAll(/[_-]/g, ''));
  if (idiom !== undefined) return { verb: done ? idiom[0] : idiom[1], object: '' };

  const [verb = '', ...rest] = words(last).split(' ');
  const tense = tensed(verb, done);
  if (tense === undefined) return undefined;
  const object = objectOf(words(parts.at(-2) ?? ''), targets);
  if (rest.length === 0) return { verb: tense, object };
  const phrase = [tense, ...rest].join(' ');
  return object === ''
    ? { verb: phrase, object }
    : { verb: `${phrase} ${joining.get(verb) ?? 'of'}`, object };
}

const joining: ReadonlyMap<string, string> = new Map([
  ['add', 'to'],
  ['attach', 'to'],
  ['assign', 'to'],
  ['remove', 'from'],
  ['detach', 'from'],
  ['take', 'from'],
]);

// Some apps name what has happened (`order.updated`) and not what is done.
function tensed(verb: string, done: boolean): string | undefined {
  const past = pastTense(verb);
  if (past !== undefined) return done ? past : `tried to ${verb}`;
  const base = [verb.slice(0, -1), verb.slice(0, -2)].find((stem) => pastTense(stem) === verb);
  if (base === undefined) return undefined;
  return done ? verb : `tried to ${base}`;
}

function objectOf(noun: string, targets: readonly Target[]): string {
  const [first] = targets;
  if (first === undefined) return noun;
  const text = targetsText(targets);
  return noun === '' || words(first.type) === noun ? text : `${noun} for ${text}`;
}
