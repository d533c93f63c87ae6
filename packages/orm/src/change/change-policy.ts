import { type ReadOptions, type Recorder, readOptions, WhodidError } from '@whodid/core';
import { OutboxDesk } from '../outbox/outbox-desk.ts';
import { outboxTable } from '../outbox/outbox-table.ts';
import type { TableName } from '../sql/table-name.ts';
import { type ChangeOptions, changeRules } from './change-options.ts';

/** Never in an entry: the redactor would mask them, but that they changed is all there is to say. */
const secretFields = ['password', 'passwordhash', 'password_hash'];

/** Where the libraries, session stores and we keep what is our own. */
const ownTables = [
  outboxTable,
  'session',
  'sessions',
  'user_sessions',
  'migrations',
  'typeorm_metadata',
  'knex_migrations',
  'knex_migrations_lock',
  'kysely_migration',
  'kysely_migration_lock',
  '__drizzle_migrations',
  '_prisma_migrations',
  'sequelizemeta',
];

/** What holds for a table; looked up with each write. */
interface Known {
  readonly model: string;
  readonly isExcluded: boolean;
  /** Whether a column is, by its name. */
  readonly fields: Map<string, boolean>;
}

/** One installation of capture: what is the same for all changes that it sees. */
export class ChangePolicy {
  readonly recorder: Recorder;
  readonly options: ReadOptions<ChangeOptions>;
  /** What its connections share in outbox mode. */
  readonly desk: OutboxDesk | null;
  readonly #models: ReadonlyMap<string, string>;
  readonly #fields: ReadonlySet<string>;
  readonly #excluded: ReadonlySet<string>;
  readonly #known = new WeakMap<TableName, Known>();

  /**
   * @param named - names of models by table, as the library knows them; those in the options win.
   * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used, or if
   * there is no recorder.
   */
  constructor(
    scope: string,
    recorder: Recorder,
    options?: ChangeOptions,
    named: Readonly<Record<string, string>> = {},
  ) {
    checkRecorder(scope, recorder);
    this.recorder = recorder;
    this.options = readOptions(scope, changeRules, options);
    this.desk = this.options.outbox ? new OutboxDesk(recorder) : null;
    this.#models = new Map(Object.entries({ ...named, ...this.options.models }));
    this.#fields = lower([...secretFields, ...this.options.excludeFields]);
    this.#excluded = lower([...ownTables, ...this.options.excludeModels]);
  }

  modelOf(table: TableName): string {
    return this.#knownOf(table).model;
  }

  excludes(table: TableName): boolean {
    return this.#knownOf(table).isExcluded;
  }

  excludesField(table: TableName, field: string): boolean {
    const { fields, model } = this.#knownOf(table);
    const known = fields.get(field);
    if (known !== undefined) return known;
    const name = field.toLowerCase();
    const names = [name, `${table.name.toLowerCase()}.${name}`, `${model.toLowerCase()}.${name}`];
    const isExcluded = names.some((one) => this.#fields.has(one));
    fields.set(field, isExcluded);
    return isExcluded;
  }

  #knownOf(table: TableName): Known {
    const known = this.#known.get(table);
    if (known !== undefined) return known;
    const { schema, name } = table;
    const whole = `${schema ?? ''}.${name}`;
    const model = this.#models.get(whole) ?? this.#models.get(name) ?? name;
    const names = [name, model, whole];
    const isExcluded = names.some((one) => this.#excluded.has(one.toLowerCase()));
    const made = { model, isExcluded, fields: new Map<string, boolean>() };
    this.#known.set(table, made);
    return made;
  }
}

function checkRecorder(scope: string, recorder: unknown): void {
  const { record } = (recorder ?? {}) as { readonly record?: unknown };
  if (typeof record === 'function') return;
  const got = typeof recorder;
  throw new WhodidError('CONFIG_INVALID', {
    option: `${scope}.recorder`,
    wanted: 'a recorder',
    got,
  });
}

function lower(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
