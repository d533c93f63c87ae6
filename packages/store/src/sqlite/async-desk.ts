import { Desk, type DeskMethod, type DeskRequests } from './desk.ts';

/** A {@link Desk} wherever it is. */
export interface AsyncDesk {
  /** `handedOver` are buffers in `args` that the caller needs no more. */
  request<M extends DeskMethod>(
    method: M,
    args: Parameters<DeskRequests[M]>,
    handedOver?: readonly ArrayBuffer[],
  ): Promise<ReturnType<DeskRequests[M]>>;

  close(): Promise<void>;
}

/** A desk in this thread, for those who are in a thread of their own already. */
export class InlineDesk implements AsyncDesk {
  readonly #desk: Desk;

  constructor(directory: string) {
    this.#desk = new Desk(directory);
  }

  async request<M extends DeskMethod>(
    method: M,
    args: Parameters<DeskRequests[M]>,
  ): Promise<ReturnType<DeskRequests[M]>> {
    const serve = this.#desk[method] as (
      ...args: Parameters<DeskRequests[M]>
    ) => ReturnType<DeskRequests[M]>;
    return serve.apply(this.#desk, args);
  }

  async close(): Promise<void> {
    this.#desk.close();
  }
}
