import type { Masked } from '../entry/entry.ts';
import { isUuid } from '../entry/uuid-v7.ts';
import { findAssignment } from './detect/assignment.ts';
import { findAuthScheme } from './detect/auth-scheme.ts';
import { findAzureSecret } from './detect/azure-secret.ts';
import { findCommandOption } from './detect/command-option.ts';
import type { Finding } from './detect/finding.ts';
import { findHeaderLine } from './detect/header-line.ts';
import { findInvalidValue } from './detect/invalid-value.ts';
import { findJsonValue } from './detect/json-value.ts';
import { findJwk } from './detect/jwk.ts';
import { findJwt } from './detect/jwt.ts';
import { findKnownKey } from './detect/known-key.ts';
import { findPan } from './detect/pan.ts';
import { findParseError } from './detect/parse-error.ts';
import { findPercentEncoded } from './detect/percent-encoded.ts';
import { findPrivateKey } from './detect/private-key.ts';
import { findSlackWebhook } from './detect/slack-webhook.ts';
import { findUrlPassword } from './detect/url-password.ts';
import { findXmlElement } from './detect/xml-element.ts';
import type { KeyRules } from './key-rules.ts';
import { KnownTexts } from './known-texts.ts';
import { isShortPlain } from './short-plain.ts';
import { unescaped } from './unescaped.ts';

// Where a secret may begin. Every alternative is a fixed piece of text, so that looking for them
// takes one pass whatever the text is; the detectors do the rest from there.
const trigger = new RegExp(
  [
    /=|:\/\/|: ?\\{0,7}["']|["']: ?[\d[{]|"kty\\{0,7}"/,
    /(?:word|WORD|pwd|PWD|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Kk]ey|KEY): /,
    /eyJ|W3si|WyJ|ewo[gJi]|eyAi/,
    /A(?:KIA|SIA|Iza|TATT3)|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-|x(?:ox[a-z]|app)-/,
    /[sr]k_(?:live|test)_|sk-|whsec_|whd_|npm_|SG\.|ya29\.|GOCSPX-|pypi-AgEI|dckr_pat_|do[opr]_v1_/,
    /shp(?:at|ca|pa|ss)_|hvs\.|hf_|Q~|hooks\.slack\.com/,
    /-----BEGIN|--[a-z]|<[A-Za-z]|Unexpected token '|got invalid value /,
    /%(?:25){0,3}(?:3[Dd]|22)|&(?:quot|apos|#\d\d|#x2\d);|\\u00/,
    /(?:[Bb]earer|BEARER|[Bb]asic|BASIC|[Nn]egotiate|[Dd]igest) /,
    /(?:[Aa]uthorization|AUTHORIZATION|[Cc]ookie|COOKIE|[Xx]-[Aa][Pp][Ii]-[Kk]ey|[Xx]-[Aa]uth-[Tt]oken):/,
    /[2-6]\d{3}[ \u00a0-]?\d\d/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

// The same, and what UTF-8 cannot carry.
const suspicious = new RegExp(`${trigger.source}|[\\ud800-\\udfff]`);

const encodedBeginning = /^(?:ey|ew|W3|Wy)/;
const isEncodedBeginning = /^(?:ey[JA]|W3si|WyJ|ewo)/;
const shortest = 5;
const uuidLength = 36;
const mostRounds = 8;
const unsettled = '[redacted:unparsed]';
const base64Run = /[\w+/-]+={0,2}/y;
const shortestEncoded = 16;

function noPath(): string {
  return '';
}

/** Finds secrets of a known form in free text, in one pass. */
export class TextScanner {
  readonly #mask: string;
  readonly #keys: KeyRules;
  readonly #known = new KnownTexts();

  /**
   * The same without looking behind percent-encoding, for parts of a URL that are decoded layer by
   * layer.
   */
  readonly parts: TextScanner;

  constructor(keys: KeyRules, mask: string, isForParts: boolean = false) {
    this.#keys = keys;
    this.#mask = mask;
    this.parts = isForParts ? this : new TextScanner(keys, mask, true);
  }

  /**
   * Whether a text is certainly clean and short: no secret can begin in it, it holds no JSON, plain
   * or in base64, and it has no surrogates. Most texts are like that, and this is all they cost.
   */
  isPlain(text: string, limitBytes: number): boolean {
    if (text.length < shortest) return isShortPlain(text);
    if (text.length * 3 > limitBytes) return false;
    // No secret of a known form looks like that, and ids are new in every request.
    if (text.length === uuidLength && isUuid(text)) return true;
    if (this.#known.has(text)) return true;
    const first = text.charCodeAt(0);
    // White space, quote, bracket, brace; `e` and `W` begin base64 of JSON.
    if (first <= 34 || first === 91 || first === 123) return false;
    if ((first === 101 || first === 87) && encodedBeginning.test(text)) return false;
    if (suspicious.test(text)) return false;
    this.#known.add(text);
    return true;
  }

  /** Notes that a text looked suspicious and turned out to be clean all the same. */
  remember(text: string): void {
    this.#known.add(text);
  }

  /** The text with secrets replaced, each told to `masked`. The very same text if it is clean. */
  scan(text: string, path: () => string, masked: Masked[]): string {
    if (text.length < shortest) return text;
    let clean = text;
    // What is replaced may have kept its neighbours from being seen for what they are.
    for (let round = 0; round < mostRounds; round += 1) {
      const next = this.#unescapedPass(this.#pass(clean, path, masked), path, masked);
      if (next === clean) return clean;
      clean = next;
    }
    return unsettled;
  }

  // The escapes stay unless something hides behind them.
  #unescapedPass(text: string, path: () => string, masked: Masked[]): string {
    const plain = unescaped(text);
    if (plain === text) return text;
    const clean = this.#pass(plain, path, masked);
    return clean === plain ? text : clean;
  }

  #pass(text: string, path: () => string, masked: Masked[]): string {
    trigger.lastIndex = 0;
    let match = trigger.exec(text);
    let clean = '';
    let from = 0;
    while (match !== null) {
      const found = this.#detect(text, match.index, match[0]);
      let next: number;
      if (typeof found === 'number') next = found;
      else {
        clean += text.slice(from, found.start) + found.marker;
        masked.push({ path: path(), rule: found.rule });
        from = found.end;
        next = found.end;
      }
      trigger.lastIndex = Math.max(next, match.index + 1);
      match = trigger.exec(text);
    }
    return from === 0 ? text : clean + text.slice(from);
  }

  #detect(text: string, at: number, beginning: string): Finding | number {
    switch (beginning[0]) {
      case '=':
        return findAssignment(text, at, this.#keys, this.#mask);
      case ':':
        return beginning === '://'
          ? findUrlPassword(text, at, this.#mask)
          : findAssignment(text, at, this.#keys, this.#mask);
      case '"':
      case "'":
        return beginning.startsWith('"kty')
          ? findJwk(text, at)
          : findJsonValue(text, at, this.#keys, this.#mask);
      case '-':
        return beginning === '-----BEGIN'
          ? findPrivateKey(text, at)
          : findCommandOption(text, at, this.#keys, this.#mask);
      case '<':
        return findXmlElement(text, at, this.#keys, this.#mask);
      case '&':
      case '\\':
        // Seen by {@link #unescapedPass}.
        return at + 1;
      case '%':
        return this.#percentEncoded(text, at);
      default:
        return this.#detectWord(text, at, beginning);
    }
  }

  #percentEncoded(text: string, at: number): Finding | number {
    const { parts } = this;
    if (parts === this) return at + 1;
    return findPercentEncoded(text, at, (plain) => parts.scan(plain, noPath, []) !== plain);
  }

  // `eyJ` begins a token, or other JSON in base64, which is taken out if there is a secret in it.
  #encoded(text: string, at: number): Finding | number {
    const token = findJwt(text, at);
    if (typeof token !== 'number') return token;
    base64Run.lastIndex = at;
    base64Run.test(text);
    const end = base64Run.lastIndex;
    if (end - at < shortestEncoded) return end;
    const plain = Buffer.from(text.slice(at, end), 'base64').toString('utf8');
    if (this.scan(plain, noPath, []) === plain) return end;
    const marker = `[redacted:encoded ${end - at} characters]`;
    return { start: at, end, marker, rule: 'encoded' };
  }

  #detectWord(text: string, at: number, beginning: string): Finding | number {
    if (isEncodedBeginning.test(beginning)) return this.#encoded(text, at);
    if (beginning.endsWith(':')) return findHeaderLine(text, at, this.#mask);
    if (beginning.endsWith(': ')) {
      return findAssignment(text, at + beginning.length - 2, this.#keys, this.#mask);
    }
    if (beginning === 'got invalid value ') return findInvalidValue(text, at);
    if (beginning.startsWith('Unexpected')) return findParseError(text, at);
    if (beginning.endsWith(' ')) return findAuthScheme(text, at, this.#mask);
    const code = beginning.charCodeAt(0);
    if (code >= 48 && code <= 57) return findPan(text, at);
    if (beginning === 'Q~') return findAzureSecret(text, at);
    if (beginning.startsWith('hooks')) return findSlackWebhook(text, at);
    return findKnownKey(text, at);
  }
}
