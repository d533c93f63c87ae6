import { Body, Controller, Module, Post, Req } from '@nestjs/common';
import { nestCapture, RoutePolicy } from '@whodid/capture/nest';
import { handlerOnceConformance } from '../conformance/handler-once.ts';
import { decorate } from '../fixtures/decorate.ts';
import { listeningNest, nestPlatforms } from '../fixtures/nest-platforms.ts';

for (const [name, make] of nestPlatforms) {
  handlerOnceConformance(name, async ({ recorder, skip, arrived, handle }) => {
    class Orders {
      create(request: object, body: unknown): object {
        return handle({ request, body });
      }
    }
    decorate(Orders, [Controller('orders')], {
      create: { on: [Post(':id'), RoutePolicy({ name: 'orders' })], params: [Req(), Body()] },
    });
    const app = await make(decorate(class {}, [Module({ controllers: [Orders] })]));
    nestCapture(app, recorder, { skip });
    app.useGlobalGuards({
      canActivate(context) {
        arrived(context.switchToHttp().getRequest());
        return true;
      },
    });
    return listeningNest(app);
  });
}
