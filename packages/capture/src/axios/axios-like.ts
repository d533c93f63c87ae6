/** Looks at, or changes, what is sent or has come. `this` is the config of the request. */
export type Transform = (
  this: AxiosConfig,
  data: unknown,
  headers: AxiosHeaders,
  statusCode?: number,
) => unknown;

/** The part of the headers of axios that we use. */
export interface AxiosHeaders {
  has?(name: string): boolean;
  set?(name: string, value: string): unknown;
  toJSON?(): object;
}

/** The part of a request's config that we use. */
export interface AxiosConfig {
  method?: string | undefined;
  url?: string | undefined;
  transformRequest?: unknown;
  transformResponse?: unknown;
}

/** The part of an instance of axios 1 that we use. */
export interface AxiosLike {
  readonly interceptors: {
    readonly request: {
      use(fulfilled: <C extends AxiosConfig>(config: C) => C): number;
      eject(id: number): void;
    };
    readonly response: {
      use(fulfilled: <R>(answer: R) => R, rejected: (error: unknown) => unknown): number;
      eject(id: number): void;
    };
  };
  getUri(config?: AxiosConfig): string;
}
