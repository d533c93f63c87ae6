import { shellQuote } from '../entry/shell-quote.ts';

/** Runs an app with capture switched on, without a change to it. */
export const devCommand = 'npx whodid dev -- node app.js';

const example = {
  action: 'order.refund',
  actor: { type: 'user', id: 'u_17', name: 'Ada Lovelace' },
  targets: [{ type: 'order', id: '1042' }],
};

/** Posts one entry by hand. `origin` is the address of this collector. */
export function postCommand(origin: string): string {
  return [
    `curl ${shellQuote(`${origin}/v1/entries`)} \\`,
    '  -H "Authorization: Bearer $WHODID_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  --data-raw ${shellQuote(JSON.stringify(example))}`,
  ].join('\n');
}
