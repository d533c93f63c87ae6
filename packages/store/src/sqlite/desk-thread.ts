import { parentPort, workerData } from 'node:worker_threads';
import { isWhodidError } from '@whodid/core';
import { Desk } from './desk.ts';
import type { DeskAnswer, DeskCall } from './thread-desk.ts';

// The thread's side of ThreadDesk: one request at a time, in order.

const desk = new Desk(String(workerData));

parentPort?.on('message', (call: DeskCall | 'close') => {
  if (call === 'close') {
    desk.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(call));
});

function answer({ number, method, args }: DeskCall): DeskAnswer {
  try {
    const serve = desk[method] as (...args: readonly unknown[]) => unknown;
    return { number, value: serve.apply(desk, [...args]) };
  } catch (error) {
    // Errors lose their class on the way between threads; code and facts do not.
    if (isWhodidError(error)) return { number, fault: { code: error.code, facts: error.facts } };
    return { number, error };
  }
}
