import { isSecretText, type KeyRules } from '../key-rules.ts';
import { isMarker, isMask } from '../markers.ts';
import type { Finding } from './finding.ts';

const element = /<(?:[\w.-]{1,64}:)?([\w.-]{1,64})(?:\s[^<>]{0,256})?>/y;
const content = /<!\[CDATA\[[^\]]*|[^<]+/y;

/** What an XML element with a secret name holds: `<password>x</password>`. `at` is at `<`. */
export function findXmlElement(
  text: string,
  at: number,
  keys: KeyRules,
  mask: string,
): Finding | number {
  element.lastIndex = at;
  const [, name = ''] = element.exec(text) ?? [];
  if (name === '') return at + 1;
  const start = element.lastIndex;
  const { secret } = keys.decide(name);
  if (secret === null) return start;
  content.lastIndex = start;
  const [held = ''] = content.exec(text) ?? [];
  const value = held.trim();
  if (!isClosed(text, start + held.length, value)) return start;
  if (!isSecretText(secret, value) || isMask(value, mask) || isMarker(value)) return start;
  return { start, end: start + held.length, marker: mask, rule: 'assignment' };
}

// `<token> and more` is a placeholder; a text that was cut off may end inside of a value.
function isClosed(text: string, end: number, value: string): boolean {
  if (end === text.length) return !value.includes(' ');
  return text.startsWith('</', end) || value.startsWith('<![');
}
