/** Where an entry stands in the triage workflow. */
export type Stage = 'PENDING' | 'IN_PROGRESS' | 'DONE';
export const stages: readonly Stage[] = ['PENDING', 'IN_PROGRESS', 'DONE'];

/** Where every entry begins. */
export const firstStage: Stage = 'PENDING';

/** What may come after each stage. There is no way back: a move cannot be undone, only seen. */
export const allowedAfter: { readonly [S in Stage]: readonly Stage[] } = {
  PENDING: ['IN_PROGRESS'],
  IN_PROGRESS: ['DONE'],
  DONE: [],
};

/** Whether a value, from a request or an entry, is a stage. */
export function isStage(value: unknown): value is Stage {
  return stages.some((stage) => stage === value);
}
