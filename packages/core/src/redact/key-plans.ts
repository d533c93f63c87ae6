import { inOrder } from '../entry/in-order.ts';
import { FreeNames } from './free-names.ts';
import type { KeyRules } from './key-rules.ts';
import type { KeyClass } from './key-words.ts';
import { NamesCache } from './names-cache.ts';

/** What is to be done with one key of an object. */
export interface KeyStep {
  readonly key: string;
  /** The name in the copy. */
  readonly name: string;
  readonly secret: KeyClass | null;
}

/** What is to be done with an object that has these keys. */
export interface KeyPlan {
  readonly asGiven: readonly KeyStep[];
  /** By name, as in canonical text: then nothing has to be sorted later. */
  readonly inOrder: readonly KeyStep[];
  /** Characters of all names. */
  readonly length: number;
  /** Whether a name had to be changed. */
  readonly renamed: boolean;
  /** Whether it may be `{ name: …, value: … }` or another form of that. */
  readonly hasValue: boolean;
  /** Whether it may be a GraphQL request. */
  readonly mayAsk: boolean;
}

/** Fields that name something, and fields that hold what is named. */
export const namingNames: readonly string[] = [
  ...['name', 'key', 'field', 'path', 'property', 'id', 'Name', 'Key'],
];
export const valueNames: ReadonlySet<string> = new Set([
  ...['value', 'values', 'old', 'new', 'oldValue', 'newValue', 'Value'],
]);

// The parts of a JSON Web Key that are not public (RFC 7518, section 6).
const privateMembers: ReadonlySet<string> = new Set(['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth']);

/** Knows for sets of keys what is to be done with them. */
export class KeyPlans {
  readonly #rules: KeyRules;
  readonly #plans = new NamesCache<KeyPlan>();

  constructor(rules: KeyRules) {
    this.#rules = rules;
  }

  /** For the keys of an object in the order in which it has them. */
  for(keys: readonly string[]): KeyPlan {
    const known = this.#plans.get(keys);
    if (known !== undefined) return known;
    const plan = this.#make(keys);
    this.#plans.set(keys, plan);
    return plan;
  }

  #make(keys: readonly string[]): KeyPlan {
    const isJwk = keys.includes('kty');
    const asGiven = keys.map((key) => {
      const { name, secret } = this.#rules.decide(key);
      return { key, name, secret: isJwk && privateMembers.has(key) ? ('all' as const) : secret };
    });
    const renamed = asGiven.some(({ key, name }) => name !== key);
    const steps = renamed ? withoutClashes(asGiven) : asGiven;
    const byName = new Map(steps.map((step) => [step.name, step]));
    return {
      asGiven: steps,
      inOrder: inOrder([...byName.keys()]).map((name) => byName.get(name) as KeyStep),
      length: steps.reduce((sum, { name }) => sum + name.length, 0),
      renamed,
      hasValue: keys.some((key) => valueNames.has(key)),
      mayAsk: keys.includes('query') || keys.includes('variables'),
    };
  }
}

// Two keys may differ only in what must not be kept of them. A name that was there as it is stays.
function withoutClashes(steps: readonly KeyStep[]): readonly KeyStep[] {
  const unchanged = steps.filter(({ key, name }) => key === name);
  const free = new FreeNames(unchanged.map(({ name }) => name));
  return steps.map((step) =>
    step.key === step.name ? step : { ...step, name: free.take(step.name) },
  );
}
