import type { Finding } from './finding.ts';
import { isWordCharacter } from './known-key.ts';

// Written in one piece, in fours, or as American Express and Diners print it. The separator must be
// the same throughout, or times and amounts that stand side by side would be taken for one number.
const forms: readonly RegExp[] = [
  /\d{14,19}/y,
  /\d{4}([ \u00a0-])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?/y,
  /\d{4}([ \u00a0-])\d{6}\1\d{4,5}/y,
];

const digitRun = /\d+/y;

/** A payment card number (PAN), whose first digit is at `at`. The last four digits are kept. */
export function findPan(text: string, at: number): Finding | number {
  digitRun.lastIndex = at;
  digitRun.test(text);
  const runEnd = digitRun.lastIndex;
  if (at > 0 && joins(text.charCodeAt(at - 1))) return runEnd;
  for (const form of forms) {
    form.lastIndex = at;
    if (!form.test(text)) continue;
    const end = form.lastIndex;
    if (end < text.length && joins(text.charCodeAt(end))) continue;
    const digits = text.slice(at, end).replace(/\D/g, '');
    if (!isPan(digits)) continue;
    return { start: at, end, marker: `[redacted:pan …${digits.slice(-4)}]`, rule: 'pan' };
  }
  return runEnd;
}

// A letter, a digit or a hyphen beside it makes it part of something longer: a UUID, a trace id.
function joins(code: number): boolean {
  return isWordCharacter(code) || code === 45 || code === 95;
}

// Lengths by issuer: Amex 15, Diners 14, UnionPay and Discover 16 to 19, all others 16.
const issuers =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6(?:011|[245]\d\d)\d{12,15})$/;

/** Whether digits are a card number: an issuer's beginning, its length, and the check digit. */
export function isPan(digits: string): boolean {
  if (!issuers.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
