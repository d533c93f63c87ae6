import type { Finding } from './finding.ts';

/** How keys begin that their issuers made recognisable. The first group of characters is the trigger. */
const forms: readonly { readonly rule: string; readonly form: RegExp }[] = [
  { rule: 'aws-key', form: /A(?:KIA|SIA)[A-Z0-9]{12,}/y },
  { rule: 'google-key', form: /AIza[\w-]{30,}/y },
  { rule: 'github-token', form: /(?:gh[pousr]_|github_pat_)\w{16,}/y },
  { rule: 'gitlab-token', form: /glpat-[\w-]{16,}/y },
  { rule: 'slack-token', form: /xox[a-z]-[\w-]{8,}/y },
  { rule: 'stripe-key', form: /(?:[sr]k_(?:live|test)_|whsec_)\w{8,}/y },
  { rule: 'api-key', form: /sk-[\w-]{20,}/y },
  { rule: 'npm-token', form: /npm_\w{30,}/y },
  { rule: 'sendgrid-key', form: /SG\.[\w-]{16,}\.[\w-]{16,}/y },
  { rule: 'whodid-key', form: /whd_\w{8,}/y },
];

/** A key with a well-known beginning, which is at `at`. */
export function findKnownKey(text: string, at: number): Finding | number {
  if (at > 0 && isWordCharacter(text.charCodeAt(at - 1))) return at + 1;
  for (const { rule, form } of forms) {
    form.lastIndex = at;
    if (form.test(text)) {
      return { start: at, end: form.lastIndex, marker: `[redacted:${rule}]`, rule };
    }
  }
  return at + 1;
}

/** Letters and digits of ASCII. */
export function isWordCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
