const lineLimit = 24;
const charactersInLine = 76;

/** Whether text takes more lines than one wants to scroll past. Long lines count as several. */
export function isLong(text: string): boolean {
  let lines = 0;
  for (const line of text.split('\n')) {
    lines += Math.max(1, Math.ceil(line.length / charactersInLine));
    if (lines > lineLimit) return true;
  }
  return false;
}
