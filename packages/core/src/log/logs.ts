import type { Recorder } from '../recorder/recorder.ts';
import type { Logger } from './logger.ts';

/** The log output of a process. Make one with `createLogs`. */
export interface Logs {
  /**
   * The logger of that name; dots make it inherit, as in `audit.request`. Without a name the one that
   * all others inherit from.
   */
  getLogger(name?: string): Logger;

  /**
   * Writes each entry of the recorder as a line from now on: `http.in`, `http.out` and `sftp.out` by
   * the logger `audit.request`, `model` by `audit.model`, `auth` by `audit.login`, each in its form;
   * `action`, `note` and `gap` by `audit.action`, `audit.note` and `audit.gap` as lines of the app.
   *
   * @returns ends it.
   */
  follow(recorder: Pick<Recorder, 'on' | 'off' | 'fault'>): () => void;

  /** Resolves when all lines so far are where they belong, or one more try has failed. */
  flush(): Promise<void>;

  /** Flushes, lets go of files and ends what {@link Logs.follow} began. Close the recorder first. */
  close(): Promise<void>;
}
