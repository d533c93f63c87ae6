import { types } from 'node:util';
import { inOrder } from '../entry/in-order.ts';
import { redactCookie, redactSetCookie } from './cookies.ts';
import { keptHeaders, secretHeaders, urlHeaders } from './header-names.ts';
import type { KeyRules } from './key-rules.ts';
import { NamesCache } from './names-cache.ts';
import type { RedactPass } from './redact-pass.ts';
import { redactUrl } from './redact-url.ts';

type Treatment = 'keep' | 'url' | 'mask' | 'scheme' | 'cookie' | 'set-cookie' | 'leave out';

const schemes =
  /^(?:apikey|aws4-hmac-sha256|basic|bearer|digest|dpop|gnap|hawk|hoba|key|mutual|negotiate|ntlm|oauth|privatetoken|scram-sha-1|scram-sha-256|token|vapid)(?= )/i;
const mostNames = 1000;
const mostHeaders = 500;

interface HeaderStep {
  readonly key: string;
  readonly name: string;
  readonly treatment: Treatment;
}

/** Decides by name what becomes of a header. */
export class HeaderRules {
  readonly #treatments = new Map<string, Treatment>();
  readonly #plans = new NamesCache<readonly HeaderStep[]>();
  readonly #keys: KeyRules;

  /**
   * @param listed - kept unless they are secret.
   * @param inClear - kept although they are secret.
   */
  constructor(
    {
      listed,
      inClear,
    }: { readonly listed: readonly string[]; readonly inClear: readonly string[] },
    keys: KeyRules,
  ) {
    this.#keys = keys;
    for (const name of [...keptHeaders, ...listed])
      this.#treatments.set(name.toLowerCase(), 'keep');
    for (const name of urlHeaders) this.#treatments.set(name, 'url');
    for (const name of this.#treatments.keys()) {
      if (keys.decide(name).secret !== null) this.#treatments.set(name, 'mask');
    }
    for (const name of secretHeaders) this.#treatments.set(name, 'mask');
    this.#treatments.set('authorization', 'scheme');
    this.#treatments.set('cookie', 'cookie');
    this.#treatments.set('set-cookie', 'set-cookie');
    for (const name of inClear) {
      const known = this.#treatments.get(name.toLowerCase());
      if (known !== 'url' && !keys.isOwn(name)) this.#treatments.set(name.toLowerCase(), 'keep');
    }
  }

  /** What becomes of headers with these names, in the order of their names in lower case. */
  plan(keys: readonly string[]): readonly HeaderStep[] {
    const known = this.#plans.get(keys);
    if (known !== undefined) return known;
    const steps = new Map<string, HeaderStep>();
    for (const key of keys.slice(0, mostHeaders)) {
      const name = key.toLowerCase();
      const treatment = this.#treatment(name);
      if (treatment !== 'leave out' && name !== '__proto__')
        steps.set(name, { key, name, treatment });
    }
    const plan = inOrder([...steps.keys()]).map((name) => steps.get(name) as HeaderStep);
    this.#plans.set(keys, plan);
    return plan;
  }

  #treatment(name: string): Treatment {
    const known = this.#treatments.get(name);
    if (known !== undefined) return known;
    const treatment = this.#keys.decide(name).secret === null ? 'leave out' : 'mask';
    if (this.#treatments.size < mostNames) this.#treatments.set(name, treatment);
    return treatment;
  }
}

type Headers = { readonly [name: string]: string | number | readonly string[] | undefined };

/** Headers that may be kept, with names in lower case and secrets masked. */
export function redactHeaders(
  headers: Headers,
  path: string,
  pass: RedactPass,
  rules: HeaderRules,
): { [name: string]: string } {
  const kept: { [name: string]: string } = {};
  if (types.isProxy(headers)) return kept;
  for (const { key, name, treatment } of rules.plan(Object.keys(headers))) {
    const value = headerValue(headers, key);
    if (value !== undefined) kept[name] = treated(treatment, value, name, path, pass);
  }
  return kept;
}

function headerValue(headers: Headers, key: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(headers, key)?.value;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || types.isProxy(value)) return undefined;
  return value.filter((item) => typeof item === 'string').join(', ');
}

function treated(
  treatment: Treatment,
  value: string,
  name: string,
  base: string,
  pass: RedactPass,
): string {
  // Most are kept, and clean: a path is made only when there is something to tell.
  if (treatment === 'keep' && pass.isPlain(value)) return value;
  const path = `${base}.${name}`;
  switch (treatment) {
    case 'url':
      return redactUrl(value, path, pass, undefined);
    case 'mask':
      return masked(value, '', path, pass);
    case 'scheme':
      return masked(value, schemes.exec(value)?.[0] ?? '', path, pass);
    case 'cookie':
      return redactCookie(value, path, pass);
    case 'set-cookie':
      return redactSetCookie(value, path, pass);
    default:
      return pass.text(value, path);
  }
}

function masked(value: string, scheme: string, path: string, pass: RedactPass): string {
  const clean = scheme === '' ? pass.mask : `${scheme} ${pass.mask}`;
  if (value === '' || value === clean || pass.isMask(value.slice(clean.length - pass.mask.length)))
    return value;
  pass.note(path, 'key');
  return clean;
}
