export { storeTransport } from './store-transport.ts';
