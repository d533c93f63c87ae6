import type { TestContext } from 'node:test';

type Step = () => unknown;

const stacks = new WeakMap<TestContext, Step[]>();

/** Does something after a test, the last thing first: what was opened last is closed first. */
export function afterwards(t: TestContext, step: Step): void {
  const known = stacks.get(t);
  if (known !== undefined) {
    known.push(step);
    return;
  }
  const steps = [step];
  stacks.set(t, steps);
  t.after(async () => {
    for (const undo of steps.toReversed()) await undo();
  });
}
