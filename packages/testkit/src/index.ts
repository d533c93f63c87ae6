export { makeEntry } from './make-entry.ts';
export {
  type CheckTools,
  type StoreCheck,
  type StoreConformance,
  storeChecks,
  storeConformance,
} from './store-conformance.ts';
export {
  type TransportBench,
  type TransportCheck,
  type TransportConformance,
  transportChecks,
  transportConformance,
} from './transport-conformance.ts';
