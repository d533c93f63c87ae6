import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Asks a question in the terminal and reads a line that is not shown, with the keys that correct
 * one. Ctrl-D answers nothing, and so does Ctrl-C.
 *
 * @param onInterrupt - called for Ctrl-C, which is no signal while single keys are read.
 */
export function askHidden(question: string, onInterrupt: () => void): Promise<string> {
  // Where readline writes what is typed. Its terminal must be on, or the system would show it.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  // Only now, when nothing is shown any more: some type, or paste, as soon as they see it.
  process.stderr.write(question);
  return new Promise((resolve) => {
    let line = '';
    lines.once('SIGINT', () => {
      onInterrupt();
      lines.close();
    });
    lines.once('line', (typed) => {
      line = typed;
      lines.close();
    });
    lines.once('close', () => {
      process.stderr.write('\n');
      resolve(line);
    });
  });
}
