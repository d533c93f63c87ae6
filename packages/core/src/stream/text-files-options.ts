import { flag, type OptionRules, text, wholeNumber } from '../options.ts';

/** Where text files are, and when they are put aside. */
export interface TextFilesOptions {
  /**
   * The folder. It is made if it is missing, for this user only.
   *
   * @defaultValue `./logs`
   */
  readonly directory?: string | undefined;

  /**
   * Whether a file that is full goes to `log-archives`. Without this files grow for ever.
   *
   * @defaultValue `true`
   */
  readonly archive?: boolean | undefined;

  /**
   * Lines at which a file is full, those of its head included.
   *
   * @defaultValue `3000`; from 10 to 10000000
   */
  readonly linesLimit?: number | undefined;

  /**
   * For apps without users: everything goes to the files of the system.
   *
   * @defaultValue `false`
   */
  readonly systemOnly?: boolean | undefined;

  /**
   * Times in the zone of this machine instead of UTC. They carry no zone.
   *
   * @defaultValue `false`
   */
  readonly localTime?: boolean | undefined;
}

export const textFilesRules: OptionRules<TextFilesOptions> = {
  directory: text('./logs'),
  archive: flag(true),
  linesLimit: wholeNumber({ fallback: 3000, min: 10, max: 10_000_000 }),
  systemOnly: flag(false),
  localTime: flag(false),
};
