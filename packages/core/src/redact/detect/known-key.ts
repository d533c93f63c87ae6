import type { Finding } from './finding.ts';

/** How keys begin that their issuers made recognisable. */
const forms: readonly { readonly rule: string; readonly form: RegExp }[] = [
  { rule: 'aws-key', form: /A(?:KIA|SIA)[A-Z0-9]{12,}/y },
  { rule: 'google-key', form: /AIza[\w-]{30,}/y },
  { rule: 'google-token', form: /(?:ya29\.|GOCSPX-)[\w-]{20,}/y },
  { rule: 'github-token', form: /(?:gh[pousr]_|github_pat_)\w{16,}/y },
  { rule: 'gitlab-token', form: /gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[\w-]{16,}/y },
  { rule: 'slack-token', form: /x(?:ox[a-z]|app)-[\w-]{8,}/y },
  { rule: 'stripe-key', form: /(?:[sr]k_(?:live|test)_|whsec_)\w{8,}/y },
  { rule: 'api-key', form: /sk-[\w-]{20,}/y },
  { rule: 'npm-token', form: /npm_\w{30,}/y },
  { rule: 'pypi-token', form: /pypi-AgEI[\w-]{30,}/y },
  { rule: 'docker-token', form: /dckr_pat_[\w-]{20,}/y },
  { rule: 'sendgrid-key', form: /SG\.[\w-]{16,}\.[\w-]{16,}/y },
  { rule: 'shopify-token', form: /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/y },
  { rule: 'vault-token', form: /hvs\.[\w-]{24,}/y },
  { rule: 'huggingface-token', form: /hf_[A-Za-z]{30,}/y },
  { rule: 'digitalocean-token', form: /do[opr]_v1_[0-9a-f]{64}/y },
  { rule: 'atlassian-token', form: /ATATT3[\w=-]{60,}/y },
  { rule: 'whodid-key', form: /whd_\w{8,}/y },
];

/** The names of these rules. */
export const knownKeyRules: readonly string[] = forms.map(({ rule }) => rule);

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
