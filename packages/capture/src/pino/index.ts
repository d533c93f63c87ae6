export { type PinoAmbient, pinoAmbient } from './pino-ambient.ts';
export type { PinoAmbientOptions } from './pino-ambient-options.ts';
