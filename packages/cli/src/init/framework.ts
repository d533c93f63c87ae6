/** A framework that whodid has capture for, and what an app of it looks like in code. */
export interface Framework {
  readonly id: 'express' | 'fastify' | 'nest' | 'koa' | 'hono';
  readonly name: string;
  /** The package that it comes in. */
  readonly package: string;
  /** Major versions that the capture is for, the newest last. */
  readonly majors: readonly number[];
  /** The package that serves it on Node, for one that runs elsewhere, too. */
  readonly server?: string;
  /** How an app is made: `express()`, `new Koa()`, `await NestFactory.create()`. */
  readonly made: {
    readonly by: 'call' | 'new' | 'awaited-call';
    /** Names under which the package exports it; `default` also stands for the whole module. */
    readonly exports: readonly string[];
    /** The method of the export that makes the app, if it is one. */
    readonly method?: string;
  };
  /** The function that records, and the subpath of `@whodid/capture` that it is in. */
  readonly capture: string;
  readonly subpath: string;
  /** The statement that switches it on. */
  register(names: RegisterNames): string;
  /** What stands in the way of a registration at the wrong place. */
  readonly place: string;
  /** The guide, in the documentation. */
  readonly guide: string;
}

/** How things are called where the statement will stand. */
interface RegisterNames {
  readonly app: string;
  readonly capture: string;
  readonly recorder: string;
  /** Options between braces, as `keepOthers: 'metadata'`; empty for none. */
  readonly options: string;
  /** Whether `await` may be used there. */
  readonly mayAwait: boolean;
}

const asMiddleware = ({ app, ...names }: RegisterNames): string =>
  `${app}.use(${names.capture}(${listOf(names.recorder, names.options)}))`;

const listOf = (argument: string, options: string): string =>
  options === '' ? argument : `${argument}, { ${options} }`;

const beforeAll = 'right behind the line that makes the app, before anything else is added to it';

/** All of them. NestJS is first, because an app of it often has Express or Fastify among its own. */
export const frameworks: readonly Framework[] = [
  {
    id: 'nest',
    name: 'NestJS',
    package: '@nestjs/core',
    majors: [12],
    made: { by: 'awaited-call', exports: ['NestFactory'], method: 'create' },
    capture: 'nestCapture',
    subpath: 'nest',
    register: ({ app, capture, recorder, options }) =>
      `${capture}(${app}, ${listOf(recorder, options)})`,
    place: 'right behind NestFactory.create',
    guide: 'docs/guides/nestjs.md',
  },
  {
    id: 'fastify',
    name: 'Fastify',
    package: 'fastify',
    majors: [5],
    made: { by: 'call', exports: ['default', 'fastify'] },
    capture: 'fastifyCapture',
    subpath: 'fastify',
    register: ({ app, capture, recorder, options, mayAwait }) => {
      const own = recorder === 'recorder' ? recorder : `recorder: ${recorder}`;
      const all = options === '' ? own : `${own}, ${options}`;
      return `${mayAwait ? 'await ' : ''}${app}.register(${capture}, { ${all} })`;
    },
    place: 'right behind the line that makes the app, and awaited where that is possible',
    guide: 'docs/guides/fastify.md',
  },
  {
    id: 'express',
    name: 'Express',
    package: 'express',
    majors: [4, 5],
    made: { by: 'call', exports: ['default'] },
    capture: 'expressCapture',
    subpath: 'express',
    register: asMiddleware,
    place: beforeAll,
    guide: 'docs/guides/express.md',
  },
  {
    id: 'koa',
    name: 'Koa',
    package: 'koa',
    majors: [3],
    made: { by: 'new', exports: ['default'] },
    capture: 'koaCapture',
    subpath: 'koa',
    register: asMiddleware,
    place: beforeAll,
    guide: 'docs/guides/koa.md',
  },
  {
    id: 'hono',
    name: 'Hono',
    package: 'hono',
    server: '@hono/node-server',
    majors: [4],
    made: { by: 'new', exports: ['Hono'] },
    capture: 'honoCapture',
    subpath: 'hono',
    register: asMiddleware,
    place: beforeAll,
    guide: 'docs/guides/hono.md',
  },
];
