/** Everything a command may touch of the process, so that tests can hand in their own. */
export interface Io {
  /** Writes data to stdout. Resolves when there is room for more. */
  out(text: string): Promise<void>;
  /** Writes what is not data (hints, progress, problems) to stderr. */
  err(text: string): void;
  /** Bytes or text from stdin. */
  readonly stdin: AsyncIterable<string | Uint8Array>;
  /** Asks in the terminal for what nobody may see, not even as dots. Only if stdin is one. */
  askHidden(question: string): Promise<string>;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** Whether each of them is a terminal. */
  readonly tty: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Width of the terminal; `undefined` without one. */
  readonly columns: number | undefined;
  /** Aborted when we are asked to stop. The reason is a `Stopped`. */
  readonly stop: AbortSignal;
  /** Aborted when we are asked a second time. What listens must act before it returns. */
  readonly atOnce: AbortSignal;
}
