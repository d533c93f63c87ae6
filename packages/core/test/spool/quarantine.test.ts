import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SealedText } from '@whodid/core';
import { type Disk, realDisk } from '../../src/spool/disk.ts';
import { Quarantine, type QuarantinedEntry } from '../../src/spool/quarantine.ts';
import { scratch } from '../ship/scratch.ts';
import { idOf } from './frames.ts';

const epoch = '0123456789abcdef';

test('what is kept is one line an entry, with its reason', (context) => {
  const { root } = scratch(context);
  const quarantine = new Quarantine([root]);
  quarantine.keep(epoch, [refused(1), refused(2)]);
  quarantine.keep(epoch, [refused(3)]);
  assert.deepEqual(seqsIn(root), [1, 2, 3]);
});

// A full disk takes a part and says so only when the rest is tried.
test('a short write is not taken for a whole one', (context) => {
  const { root } = scratch(context);
  const quarantine = new Quarantine([root], shortDisk(1));
  quarantine.keep(epoch, [refused(1)]);
  assert.deepEqual(seqsIn(root), [1]);
});

test('what a full disk took in part is kept in the next place, and spoils no later line', (context) => {
  const { root } = scratch(context);
  const [first, second] = [join(root, 'first'), join(root, 'second')];
  new Quarantine([first]).keep(epoch, [refused(1)]);
  new Quarantine([first, second], shortDisk(1, 'ENOSPC')).keep(epoch, [refused(2)]);
  new Quarantine([first]).keep(epoch, [refused(3)]);
  assert.deepEqual([seqsIn(first), seqsIn(second)], [[1, 3], [2]]);
});

// Writes a part of what it is given first; after that it fails once with `code`, if there is one.
function shortDisk(times: number, code?: string): Disk {
  let short = times;
  let failing = code;
  return {
    ...realDisk,
    write: (fd, bytes) => {
      if (short > 0) {
        short -= 1;
        return realDisk.write(fd, bytes.subarray(0, 20));
      }
      const fault = failing;
      failing = undefined;
      if (fault !== undefined) throw Object.assign(new Error('injected'), { code: fault });
      return realDisk.write(fd, bytes);
    },
  };
}

function refused(seq: number): QuarantinedEntry {
  const entry = { id: idOf(seq), seq, text: `{"seq":${seq}}` as SealedText };
  return { entry, fate: 'refused', reason: 'a reason' };
}

function seqsIn(root: string): readonly number[] {
  const lines = readFileSync(join(root, 'quarantine', `${epoch}.ndjson`), 'utf8').split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => JSON.parse(line).entry.seq);
}
