// Verbs we are sure of. An action may end in anything (`report.monthly`), and a wrong guess reads
// worse than the action as it is.
const irregular: ReadonlyMap<string, string> = new Map([
  ['begin', 'began'],
  ['build', 'built'],
  ['buy', 'bought'],
  ['find', 'found'],
  ['get', 'fetched'],
  ['give', 'gave'],
  ['hide', 'hid'],
  ['leave', 'left'],
  ['log', 'logged'],
  ['make', 'made'],
  ['pay', 'paid'],
  ['put', 'put'],
  ['read', 'read'],
  ['rebuild', 'rebuilt'],
  ['reset', 'reset'],
  ['run', 'ran'],
  ['sell', 'sold'],
  ['send', 'sent'],
  ['set', 'set'],
  ['take', 'took'],
  ['withdraw', 'withdrew'],
  ['write', 'wrote'],
]);

const regular: ReadonlySet<string> = new Set(
  `accept access acknowledge activate add allow answer apply approve archive assign attach authorize
  block book call cancel change charge check clear close comment complete confirm connect copy create
  deactivate decline decrypt delete deliver demote deny deploy detach disable disconnect download edit
  enable encrypt end enrol enter execute exit expire export fail fetch finish flag follow grant
  impersonate import increase insert install invite issue join list load lock mark merge modify move
  open order patch place post preview print process promote publish query receive record refund
  refuse register reject release remove rename renew reopen replace report reprice request resolve
  restart restore resume retry return revoke rotate save schedule search share ship show sign start
  stop submit subscribe suspend switch sync test transfer trash trigger unassign unblock unfollow
  uninstall unlink link unlock unpublish unsubscribe update upgrade upload use validate verify view
  visit void`.split(/\s+/),
);

const doubled: ReadonlySet<string> = new Set(['cancel', 'enrol', 'flag', 'ship', 'stop']);

/** The past tense of a verb we know; nothing for any other word. */
export function pastTense(verb: string): string | undefined {
  const known = irregular.get(verb);
  if (known !== undefined) return known;
  if (!regular.has(verb)) return undefined;
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  if (doubled.has(verb) || /(?:fer|mit)$/.test(verb)) return `${verb}${verb.at(-1)}ed`;
  return `${verb}ed`;
}
