import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  All,
  Body,
  Controller,
  ForbiddenException,
  Get,
  Header,
  HttpCode,
  Module,
  Param,
  Post,
  Redirect,
  Req,
  Res,
  StreamableFile,
  UnauthorizedException,
} from '@nestjs/common';
import { decorate, type MethodDecorators } from '../fixtures/decorate.ts';
import { binary, handlers } from './node-app.ts';

class PlainController {
  text(): string {
    return 'hëllo';
  }
  order(id: string): object {
    return { id };
  }
  echo(body: unknown): unknown {
    return body;
  }
  binary(): StreamableFile {
    return new StreamableFile(binary);
  }
  nothing(): void {}
  notModified(): void {}
  moved(): void {}
  denied(): never {
    throw new ForbiddenException();
  }
  stranger(): never {
    throw new UnauthorizedException();
  }
  throws(): never {
    throw new TypeError('thrown');
  }
  async rejects(): Promise<never> {
    throw new TypeError('rejected');
  }
}

decorate(PlainController, [Controller()], {
  text: { on: [Get('text'), Header('content-type', 'text/plain; charset=utf-8')] },
  order: { on: [Get('orders/:id')], params: [Param('id')] },
  echo: { on: [Post('echo'), HttpCode(200)], params: [Body()] },
  binary: { on: [Get('binary')] },
  nothing: { on: [Get('nothing'), HttpCode(204)] },
  notModified: { on: [Get('not-modified'), HttpCode(304), Header('etag', '"v1"')] },
  moved: { on: [Get('moved'), Redirect('/text', 302)] },
  denied: { on: [Get('denied')] },
  stranger: { on: [Get('stranger')] },
  throws: { on: [Get('throws')] },
  rejects: { on: [Get('rejects')] },
});

type RawHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Request and response of either platform. */
interface Below<T> {
  readonly raw?: T;
  hijack?(): void;
}

/** A controller with handlers that are written against node:http. */
export function rawController(
  name: string,
  byPath: Readonly<Record<string, RawHandler>>,
): new () => object {
  const controller = { [name]: class {} }[name] as new () => object;
  const methods: Record<string, MethodDecorators> = {};
  for (const [path, handler] of Object.entries(byPath)) {
    controller.prototype[path] = (
      request: IncomingMessage & Below<IncomingMessage>,
      response: ServerResponse & Below<ServerResponse>,
    ): void => {
      response.hijack?.();
      void handler(request.raw ?? request, response.raw ?? response);
    };
    methods[path] = { on: [All(path)], params: [Req(), Res()] };
  }
  return decorate(controller, [Controller()], methods);
}

class ConformanceModule {}

/** The app of the suite on NestJS. */
export const conformanceModule: new () => object = decorate(ConformanceModule, [
  Module({ controllers: [PlainController, rawController('RawController', handlers)] }),
]);
