import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import {
  type ArgumentsHost,
  Body,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpException,
  type MiddlewareConsumer,
  Module,
  NotFoundException,
  Param,
  ParseIntPipe,
  Post,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  Version,
  VersioningType,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { nestCapture, nestRoutes, RoutePolicy } from '@whodid/capture/nest';
import { type Draft, isWhodidError } from '@whodid/core';
import { throwError } from 'rxjs';
import { watchedOf } from '../../src/exchange/watched-of.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { decorate } from '../fixtures/decorate.ts';
import { listeningNest, type MakeNest, nestPlatforms } from '../fixtures/nest-platforms.ts';

class Refusing implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

class RefusingByPath implements CanActivate {
  canActivate(context: { switchToHttp(): { getRequest(): { url: string } } }): boolean {
    return !context.switchToHttp().getRequest().url.endsWith('refused-by-app');
  }
}

/** Makes an answer of its own of everything. */
class Teapot implements ExceptionFilter {
  catch(_: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse();
    response.status(418).send('teapot');
  }
}
decorate(Teapot, [Catch()]);

class OrdersController {
  show(id: number): object {
    return { id };
  }
  create(body: unknown): unknown {
    return body;
  }
  missing(): never {
    throw new NotFoundException('No such order');
  }
  refused(): void {}
  refusedByApp(): void {}
  filtered(): never {
    throw new RangeError('too far');
  }
  intercepted(): void {}
  second(): string {
    return 'second';
  }
}
decorate(OrdersController, [Controller('orders'), RoutePolicy({ keep: 'metadata' })], {
  show: { on: [Get('by-id/:id')], params: [Param('id', ParseIntPipe)] },
  create: {
    on: [Post(), RoutePolicy({ name: 'orders.create', keep: 'bodies' })],
    params: [Body()],
  },
  missing: { on: [Get('missing')] },
  refused: { on: [Get('refused'), UseGuards(Refusing), UseFilters(Teapot)] },
  refusedByApp: { on: [Get('refused-by-app')] },
  filtered: { on: [Get('filtered'), UseFilters(new Teapot())] },
  intercepted: {
    on: [
      Get('intercepted'),
      UseInterceptors({ intercept: () => throwError(() => new RangeError('between')) }),
    ],
  },
  second: { on: [Get('second'), Version('2')] },
});

class ScopedController {
  fails(): never {
    throw new RangeError('scoped');
  }
}
decorate(ScopedController, [Controller({ path: 'scoped', scope: Scope.REQUEST })], {
  fails: { on: [Get()] },
});

class OrdersModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(() => {
        throw new HttpException('not with secret=hunter2', 402);
      })
      .forRoutes('paywall');
  }
}
decorate(OrdersModule, [
  Module({
    controllers: [OrdersController, ScopedController],
    providers: [{ provide: APP_GUARD, useClass: RefusingByPath }],
  }),
]);

async function prepared(make: MakeNest): Promise<Awaited<ReturnType<MakeNest>>> {
  const app = await make(OrdersModule);
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  app.enableCors();
  return app;
}

for (const [name, make] of nestPlatforms) {
  test(`${name}: an entry knows route, controller, handler and what was thrown, whoever answers`, async () => {
    const recorder = collectingRecorder();
    const app = await make(OrdersModule);
    nestCapture(app, recorder);
    app.setGlobalPrefix('api');
    app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    app.enableCors();
    const { url, close } = await listeningNest(app);
    const expected: Record<string, unknown[]> = {
      '/api/v1/orders/by-id/7': [
        '/api/v1/orders/by-id/:id',
        'OrdersController.show',
        200,
        'success',
        undefined,
      ],
      '/api/v2/orders/second': [
        '/api/v2/orders/second',
        'OrdersController.second',
        200,
        'success',
        undefined,
      ],
      '/api/v1/orders/by-id/x': [
        '/api/v1/orders/by-id/:id',
        'OrdersController.show',
        400,
        'failure',
        'BadRequestException: Validation failed (numeric string is expected)',
      ],
      '/api/v1/orders/missing': [
        '/api/v1/orders/missing',
        'OrdersController.missing',
        404,
        'failure',
        'NotFoundException: No such order',
      ],
      '/api/v1/orders/refused': [
        '/api/v1/orders/refused',
        'OrdersController.refused',
        418,
        'failure',
        'ForbiddenException: Forbidden resource',
      ],
      '/api/v1/orders/refused-by-app': [
        '/api/v1/orders/refused-by-app',
        'OrdersController.refusedByApp',
        403,
        'denied',
        'ForbiddenException: Forbidden resource',
      ],
      '/api/v1/orders/filtered': [
        '/api/v1/orders/filtered',
        'OrdersController.filtered',
        418,
        'failure',
        'RangeError: too far',
      ],
      '/api/v1/orders/intercepted': [
        '/api/v1/orders/intercepted',
        'OrdersController.intercepted',
        500,
        'failure',
        'RangeError: between',
      ],
      '/api/v1/scoped': [
        '/api/v1/scoped',
        'ScopedController.fails',
        500,
        'failure',
        'RangeError: scoped',
      ],
      // Of what happens before a handler only the name: messages quote what came.
      '/api/v1/nowhere?token=hunter2': [undefined, undefined, 404, 'failure', 'NotFoundException'],
      '/api/v1/paywall': [undefined, undefined, 402, 'failure', 'HttpException'],
    };
    const seen: Record<string, unknown[]> = {};
    for (const path of Object.keys(expected)) {
      await (await fetch(url + path)).text();
      const { http, outcome } = await recorder.find(at(url + path));
      seen[path] = [http?.route, http?.name, http?.statusCode, outcome, http?.error];
    }
    await close();

    assert.deepEqual(seen, expected);
    assert.equal(recorder.drafts.length, Object.keys(expected).length);
    assert.deepEqual(recorder.faults, []);
  });

  test(`${name}: what is answered in front of everything is recorded: preflights, unreadable bodies`, async () => {
    const recorder = collectingRecorder();
    const app = await prepared(make);
    nestCapture(app, recorder);
    const { url, close } = await listeningNest(app);
    const origin = { origin: 'http://example.com', 'access-control-request-method': 'GET' };
    await (await fetch(`${url}/api/v1/orders`, { method: 'OPTIONS', headers: origin })).text();
    const json = { 'content-type': 'application/json' };
    const body = '{"password":"hunter2';
    await (await fetch(`${url}/api/v1/orders`, { method: 'POST', headers: json, body })).text();
    await recorder.find(() => recorder.drafts.length === 2);
    await close();

    const [preflight, unreadable] = recorder.drafts.map(({ http }) => http);
    assert.deepEqual([preflight?.method, preflight?.statusCode], ['OPTIONS', 204]);
    assert.deepEqual([unreadable?.method, unreadable?.statusCode], ['POST', 400]);
    assert.doesNotMatch(unreadable?.error ?? '', /hunter2/);
  });

  test(`${name}: what a hook of the adapter answers, before any middleware, is recorded`, async () => {
    const recorder = collectingRecorder();
    const app = await make(OrdersModule);
    nestCapture(app, recorder);
    const adapter = app.getHttpAdapter() as unknown as {
      setOnRequestHook(hook: (request: unknown, response: ServerResponse) => void): void;
    };
    adapter.setOnRequestHook((_, response) => {
      const { raw = response } = response as { readonly raw?: ServerResponse };
      raw.writeHead(503).end('not now');
    });
    const { url, close } = await listeningNest(app);
    await (await fetch(`${url}/orders/missing`)).text();
    const { http, outcome } = await recorder.find(() => true);
    await close();

    assert.deepEqual([http?.statusCode, outcome], [503, 'failure']);
    assert.equal(recorder.drafts.length, 1);
  });

  test(`${name}: what middleware and guards record has the request id of the request`, async () => {
    const recorder = collectingRecorder();
    class Recording implements CanActivate {
      canActivate(): boolean {
        void recorder.record({ action: 'guard' });
        return true;
      }
    }
    const app = await make(OrdersModule);
    nestCapture(app, recorder);
    app.use((_: unknown, __: unknown, next: () => void) => {
      void recorder.record({ action: 'middleware' });
      next();
    });
    app.useGlobalGuards(new Recording());
    const { url, close } = await listeningNest(app);
    await (await fetch(`${url}/scoped`, { headers: { 'x-request-id': 'r-1' } })).text();
    await recorder.find(at(`${url}/scoped`));
    await close();

    const ids = recorder.drafts.map(({ action }, index) => [
      action,
      recorder.surroundings[index]?.requestId,
    ]);
    assert.deepEqual(ids.slice(0, 2), [
      ['middleware', 'r-1'],
      ['guard', 'r-1'],
    ]);
  });

  test(`${name}: a policy of the handler wins over that of the controller, and names its entries`, async () => {
    const recorder = collectingRecorder();
    const told: unknown[] = [];
    const app = await make(OrdersModule);
    nestCapture(app, recorder);
    app.use((req: never, _: unknown, next: () => void) => {
      const watched = watchedOf(req);
      assert.ok(watched !== null);
      const tell = watched.tell.bind(watched);
      watched.tell = (facts) => {
        const { namespace, policy } = facts;
        if (namespace !== undefined) told.push([namespace, policy]);
        tell(facts);
      };
      next();
    });
    const { url, close } = await listeningNest(app);
    await (await fetch(`${url}/orders`, { method: 'POST' })).text();
    const { http } = await recorder.find(() => true);
    await (await fetch(`${url}/orders/missing`)).text();
    await close();

    assert.equal(http?.name, 'orders.create');
    assert.deepEqual(told, [
      ['OrdersController', { name: 'orders.create', keep: 'bodies' }],
      ['OrdersController', { keep: 'metadata' }],
    ]);
  });

  test(`${name}: the routes of an app are listed without running any`, async () => {
    const app = await prepared(make);
    await app.init();
    const routes = nestRoutes(app);
    await app.close();

    assert.deepEqual(
      routes.filter(({ path }) => /orders$|by-id|second|scoped/.test(path)),
      [
        {
          method: 'GET',
          path: '/api/v1/orders/by-id/:id',
          name: 'OrdersController.show',
          namespace: 'OrdersController',
          policy: { keep: 'metadata' },
        },
        {
          method: 'POST',
          path: '/api/v1/orders',
          name: 'orders.create',
          namespace: 'OrdersController',
          policy: { name: 'orders.create', keep: 'bodies' },
        },
        {
          method: 'GET',
          path: '/api/v2/orders/second',
          name: 'OrdersController.second',
          namespace: 'OrdersController',
          policy: { keep: 'metadata' },
        },
        {
          method: 'GET',
          path: '/api/v1/scoped',
          name: 'ScopedController.fails',
          namespace: 'ScopedController',
        },
      ],
    );
  });

  test(`${name}: what cannot be used fails at start`, async () => {
    const app = await make(OrdersModule);
    const recorder = collectingRecorder();
    assert.throws(
      () => nestCapture(app, recorder, { bodyLimitByte: 1 } as object),
      (error) =>
        isWhodidError(error, 'CONFIG_UNKNOWN') &&
        /nestCapture\.bodyLimitByte.*bodyLimitBytes/.test(error.message),
    );
    assert.throws(
      () => nestCapture(app, undefined as never),
      (error) => isWhodidError(error, 'CONFIG_INVALID'),
    );
    await app.init();
    assert.throws(
      () => nestCapture(app, recorder),
      (error) => isWhodidError(error, 'CONFIG_INVALID') && /initialised/.test(error.message),
    );
    await app.close();
  });
}

test('NestJS: a policy that cannot be used fails where it is written', () => {
  assert.throws(
    () => RoutePolicy({ keep: 'all' } as never),
    (error) => isWhodidError(error, 'CONFIG_INVALID') && /RoutePolicy\.keep/.test(error.message),
  );
});

function at(url: string): (draft: Draft) => boolean {
  return ({ http }) => http?.url === url;
}
