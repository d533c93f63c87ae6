const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Walks over JSON text without understanding it: brackets and commas that stand outside strings. */
export interface MarkVisitor {
  /** A bracket that opens; `depth` is the number of brackets open with it. */
  open?(depth: number): void;
  /** A bracket that closes; `depth` is the number of brackets still open. */
  close?(at: number, depth: number): void;
  /** A comma inside `depth` brackets. `false` ends the walk. */
  comma?(at: number, depth: number): boolean;
}

/**
 * Linear in the number of bytes and without recursion, so text nested a million deep costs no more
 * than any other. That is why it runs before `JSON.parse` ever sees what somebody sent.
 */
export function walkMarks(bytes: Uint8Array, from: number, to: number, visitor: MarkVisitor): void {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      at = endOfString(bytes, at, to);
    } else if (byte === openObject || byte === openList) {
      depth += 1;
      visitor.open?.(depth);
    } else if (byte === closeObject || byte === closeList) {
      depth -= 1;
      visitor.close?.(at, depth);
    } else if (byte === comma && visitor.comma?.(at, depth) === false) {
      return;
    }
  }
}

function endOfString(bytes: Uint8Array, start: number, to: number): number {
  let at = start + 1;
  while (at < to && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
