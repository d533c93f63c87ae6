/** What redaction writes in place of what it takes out or cannot read, besides the mask. */
const form =
  /^\[(?:accessor|circular|proxy|unreadable|promise|file|invalid date|NaN|-?Infinity|depth>\d+|omitted:(?:size|too_large|entry_too_large|\d+ (?:keys|items))|binary \d+ B sha256:[0-9a-f]{16}|redacted:(?:key|jwt|nested|unparsed|private-key|aws-key|google-key|github-token|gitlab-token|slack-token|stripe-key|api-key|npm-token|sendgrid-key|whodid-key|pan …\d{4}|encoded \d+ characters))\]$/;

/** Whether a text is one of ours, so that a secret name has nothing left to hide. */
export function isMarker(text: string): boolean {
  return text.charCodeAt(0) === 91 && form.test(text);
}
