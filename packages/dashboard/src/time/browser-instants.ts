import { createInstants, type Instants } from './instants.ts';

/** Instants in the language and zone of this browser. */
export const browserInstants: Instants = createInstants();
