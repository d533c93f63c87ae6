// Entry file of the delivery thread. It loads nothing of the app's.
import { parentPort, workerData } from 'node:worker_threads';
import { Delivery } from './delivery.ts';
import type { DeliveryConfig, FromDelivery, ToDelivery } from './messages.ts';

if (parentPort !== null) {
  // What a transport prints would pile up in the app's memory: nobody reads these streams.
  process.stdout.write = () => true;
  process.stderr.write = () => true;
  const port = parentPort;
  const delivery = new Delivery(workerData as DeliveryConfig, (message: FromDelivery) => {
    port.postMessage(message);
  });
  port.on('message', (message: ToDelivery) => delivery.receive(message));
  delivery.start();
}
