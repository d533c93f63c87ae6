// An app that sends each request as an activity, as document 000 shows it. Prints its port.
import type { AddressInfo } from 'node:net';
import { sendActivityLog } from '@whodid/capture/activity-log';
import express from 'express';

const app = express();
app.use((req, _res, next) => {
  Object.assign(req, { user: { id: req.headers['x-user'] } });
  next();
});
app.post('/orders/:n', (req, res) => {
  sendActivityLog.delay({
    request: req,
    action_type: 'CREATE',
    action: req.params.n,
    microservice_name: 'Order Service',
    module: 'Orders',
    module_id: '1',
    oldvaluejson: null,
    newvaluejson: { number: req.params.n, password: req.headers.authorization },
    affected_columns: ['number'],
  });
  res.status(201).json({ ok: true });
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port);
});
