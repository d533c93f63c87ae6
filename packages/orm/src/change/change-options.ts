import { custom, flag, type OptionRules, texts, wholeNumber } from '@whodid/core';

/** What can be chosen about the capture of changes, for every library and database. */
export interface ChangeOptions {
  /**
   * Names of models by table: `{ blog_posts: 'Post' }`. A table that is not in it is named as it is.
   *
   * @defaultValue `{}`
   */
  readonly models?: { readonly [table: string]: string } | undefined;

  /**
   * Columns that appear in no entry, besides `password`, `passwordHash` and `password_hash`: `phone`
   * in every table, `users.phone` in one.
   *
   * @defaultValue `[]`
   */
  readonly excludeFields?: readonly string[] | undefined;

  /**
   * Tables or models whose changes are not recorded, besides those that hold sessions and those in
   * which the libraries keep their migrations.
   *
   * @defaultValue `[]`
   */
  readonly excludeModels?: readonly string[] | undefined;

  /**
   * Most rows of one statement that have an entry each, with old and new values. A statement that
   * changes more has entries with the ids of the rows, and without values.
   *
   * @defaultValue `1000`; from 1 to 100000
   */
  readonly mostRows?: number | undefined;

  /**
   * Whether each change has a second entry with what was there before: `PRE_CREATE`, `PRE_UPDATE`,
   * `PRE_DELETE`.
   *
   * @defaultValue `false`
   */
  readonly preEntries?: boolean | undefined;

  /**
   * Whether changes that were rolled back leave one entry that says so, without values.
   *
   * @defaultValue `false`
   */
  readonly rolledBack?: boolean | undefined;

  /**
   * Whether entries are written to the table `whodid_outbox` in the transaction of their changes, and
   * shipped from there: then a process that is killed between the commit and the entry loses nothing.
   * The table is made if it is missing. It costs a part of each write.
   *
   * @defaultValue `false`
   */
  readonly outbox?: boolean | undefined;
}

/** The rules of {@link ChangeOptions}, for `readOptions`. */
export const changeRules: OptionRules<ChangeOptions> = {
  models: custom('an object of names by table', {}, isNames),
  excludeFields: texts([]),
  excludeModels: texts([]),
  mostRows: wholeNumber({ fallback: 1000, min: 1, max: 100_000 }),
  preEntries: flag(false),
  rolledBack: flag(false),
  outbox: flag(false),
};

function isNames(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((name) => typeof name === 'string')
  );
}
