import { type Actor, authDraft, type Draft, type Outcome } from '@whodid/core';
import type { SignIn } from '../caller/sign-in.ts';
import {
  answeredUser,
  claimedAccounts,
  issuedToken,
  mayTellUser,
} from '../caller/sign-in-bodies.ts';
import type { Verdict } from '../rules/keep-rules.ts';
import { anonymous, userActor } from './actor.ts';
import type { Answer, Arrival } from './arrival.ts';
import type { Facts } from './facts.ts';
import { onceReady } from './once-ready.ts';
import { headerText } from './sent-headers.ts';

/** Severity of an API call, as in `Entry.level`. */
const apiLevel = 22;

/** What is recorded about a request that is over. */
interface Account {
  readonly http: Draft['http'] & object;
  readonly answer: Answer;
  readonly name: string | undefined;
  readonly verdict: Verdict;
  readonly signIn: SignIn | null;
}

/** Who made it, and for whom. */
type Who = Pick<Draft, 'onBehalfOf'> & { readonly actor: Actor };

/**
 * Records a request that is over: its own entry, and one of the kind `auth` if it was a sign-in or
 * came with a token that was refused. At once if it is known who made it, and that is nearly always.
 */
export function recordExchange(
  arrival: Arrival,
  facts: Facts,
  answer: Answer,
  exiting: boolean,
): void {
  const { capture, method, path } = arrival;
  const { headers } = answer.response;
  const verdict = capture.rules.decide(
    {
      method,
      path,
      route: facts.route,
      name: facts.name,
      namespace: facts.namespace,
      statusCode: answer.statusCode,
      contentType: headerText(headers, 'content-type'),
    },
    facts.policy?.keep,
  );
  if (verdict.keep === 'nothing' && verdict.notDrawn !== true) return;
  const signIn = capture.signIns.read({
    method,
    path,
    route: facts.route,
    name: facts.name,
    statusCode: answer.statusCode,
    location: headerText(headers, 'location'),
  });
  const account: Account = {
    http: arrival.http(facts, answer),
    answer,
    name: facts.name,
    verdict,
    signIn,
  };
  const ready = exiting ? undefined : whenKnown(arrival, account);
  if (ready === undefined) recordAll(arrival, account);
  else onceReady(capture.recorder, ready, () => recordAll(arrival, account));
}

/** Settles when it is known who made the request; `undefined` if that is so now. */
function whenKnown(arrival: Arrival, { signIn, answer }: Account): Promise<void> | undefined {
  const { caller } = arrival;
  if (caller.ready !== undefined)
    return caller.ready.then(() => whoSignedIn(arrival, signIn, answer));
  return whoSignedIn(arrival, signIn, answer);
}

// The answer to a sign-in tells who it was: by the token that it gives out, or by its user.
function whoSignedIn(
  { caller, capture }: Arrival,
  signIn: SignIn | null,
  { request, response }: Answer,
): Promise<void> | undefined {
  if (signIn?.event !== 'login' || signIn.outcome !== 'success') return undefined;
  if (caller.actor.type !== 'anonymous') return undefined;
  const token = issuedToken(response);
  if (token !== undefined && capture.readsTokens) {
    return caller.verify(token).then((verdict) => {
      if ('identity' in verdict) caller.signIn(verdict.identity.actor);
    });
  }
  // Whoever was signed in has been given something to come back with.
  const signsIn = token !== undefined || response.headers['set-cookie'] !== undefined;
  const user = signsIn && !mayTellUser(request) ? userActor(answeredUser(response)) : null;
  if (user !== null) caller.signIn(user);
  return undefined;
}

function recordAll(arrival: Arrival, account: Account): void {
  const { capture, caller } = arrival;
  const { recorder } = capture;
  const { signIn } = account;
  // Asked once: the answers of an app may differ, and its entries about one request must agree.
  const { actor, onBehalfOf } = caller;
  const who: Who = { actor, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
  if (isWanted(arrival, account, actor))
    recorder.capture(() => exchangeDraft(arrival, account, who));
  if (arrival.tellsSignIns) return;
  const refusal = actor.type === 'anonymous' ? caller.refusal : undefined;
  if (refusal !== undefined) recorder.capture(() => refusalDraft(arrival, refusal));
  if (signIn !== null) recorder.capture(() => signInDraft(arrival, signIn, account, who));
}

function isWanted({ capture }: Arrival, { name, verdict }: Account, { type }: Actor): boolean {
  const { anonymousRoutes } = capture.options;
  if (verdict.keep === 'nothing') return false;
  if (anonymousRoutes === 'all' || type !== 'anonymous') return true;
  return name !== undefined && anonymousRoutes.includes(name);
}

function exchangeDraft(arrival: Arrival, account: Account, who: Who): Draft {
  const { http, answer, verdict } = account;
  const { claims } = arrival.caller;
  const { sampleShare } = verdict;
  const data = sampleShare === undefined ? claims : { ...claims, sampleShare };
  const { request, response } = http;
  return {
    ...arrival.draft(),
    kind: 'http.in',
    action: 'http.request',
    level: apiLevel,
    outcome: answer.outcome,
    ...who,
    ...(data === undefined ? {} : { data }),
    http:
      verdict.keep === 'bodies' && !mayHoldPassword(account)
        ? http
        : { ...http, request: withoutBody(request), response: withoutBody(response) },
  };
}

// In place of the account, where nothing masks it.
function mayHoldPassword({ signIn, answer }: Account): boolean {
  if (signIn?.event !== 'login' || signIn.outcome === 'success') return false;
  return claimedAccounts(answer.request).doubtful;
}

function withoutBody<T extends { readonly body?: unknown; readonly cut?: true }>(message: T): T {
  const { body: _, cut: __, ...rest } = message;
  return rest as T;
}

function refusalDraft(arrival: Arrival, reason: string): Draft {
  return {
    ...authDraft('login', { ...arrival.draft(), actor: anonymous, outcome: 'denied', reason }),
    action: 'token.refuse',
  };
}

// By a redirect alone it cannot be told: the client may have named where to go after a sign-in that worked.
function loginOutcome({ outcome }: SignIn, { statusCode = 0 }: Answer, { actor }: Who): Outcome {
  const redirected = statusCode >= 300 && statusCode < 400;
  return redirected && outcome === 'failure' && actor.type !== 'anonymous' ? 'unknown' : outcome;
}

function signInDraft(arrival: Arrival, signIn: SignIn, { answer }: Account, who: Who): Draft {
  const { event } = signIn;
  const outcome = loginOutcome(signIn, answer, who);
  // Whoever could not sign in is not the one whose name was given.
  const failed = event === 'login' && (outcome === 'failure' || outcome === 'denied');
  const accounts = event === 'login' ? claimedAccounts(answer.request).accounts : [];
  return authDraft(event, {
    ...arrival.draft(),
    outcome,
    ...(failed ? { actor: anonymous } : who),
    ...(accounts.length === 0 ? {} : { targets: accounts.map((id) => ({ type: 'account', id })) }),
    data: { statusCode: answer.statusCode },
  });
}
