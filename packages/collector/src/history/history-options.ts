import { custom, type OptionRules, text, texts, wholeNumber } from '@whodid/core';

/** What the histories at `/activity-logs/` show, and to whom. */
export interface HistoryOptions {
  /**
   * What somebody must hold to see the histories of others, besides those who may read all entries:
   * a word in the token's claim of permissions.
   *
   * @defaultValue `whodid.view_activitylog`
   */
  readonly permission?: string | undefined;
  /**
   * Most results of one answer, and how many there are unless asked otherwise.
   *
   * @defaultValue `100`; from 1 to 500
   */
  readonly limit?: number | undefined;
  /**
   * What routes are called in histories, by the name of the route, or by its pattern if it has no
   * name: what `whodid routes --labels` writes. An empty label is the name itself.
   *
   * @defaultValue `{}`
   */
  readonly labels?: { readonly [route: string]: string } | undefined;
  /**
   * Routes that people do not see in their own history, by name or pattern.
   *
   * @defaultValue `[]`
   */
  readonly hidden?: readonly string[] | undefined;
}

export const historyRules: OptionRules<HistoryOptions> = {
  permission: text('whodid.view_activitylog'),
  limit: wholeNumber({ fallback: 100, min: 1, max: 500 }),
  labels: custom<{ readonly [route: string]: string }>(
    'an object of texts',
    {},
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((label) => typeof label === 'string'),
  ),
  hidden: texts([]),
};
