import { isSecretText, type KeyRules } from '../key-rules.ts';
import { isMarker, isMask } from '../markers.ts';
import type { Finding } from './finding.ts';

const option = /--([\w-]{1,40}) +(?:"([^"]*)"?|'([^']*)'?|([^\s"'-]\S*))/y;
// What follows when somebody writes about an option.
const prose =
  /^(?:a|and|are|argument|can|cannot|flag|for|from|has|in|is|must|needs?|not|option|or|parameter|required|should|to|value|was|with)\b|^[<[{($]/i;

/** The value of an option of a command: `--password x`. `at` is at its dashes. */
export function findCommandOption(
  text: string,
  at: number,
  keys: KeyRules,
  mask: string,
): Finding | number {
  option.lastIndex = at;
  const [, name = '', double, single, bare = ''] = option.exec(text) ?? [];
  if (name === '') return at + 2;
  const value = double ?? single ?? bare;
  const { secret } = keys.decide(name);
  if (secret === null || !isSecretText(secret, value)) return at + 2 + name.length;
  if (isMask(value, mask) || isMarker(value) || prose.test(value)) return at + 2 + name.length;
  const start = text.indexOf(value, at + 2 + name.length);
  return { start, end: start + value.length, marker: mask, rule: 'assignment' };
}
