// Control characters, and those that reorder, hide or break a line without being one: bidirectional
// marks, zero-width characters, line and paragraph separators, tags, lone surrogates.
const unsafe =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Makes captured text safe to print on one line: what could steer a terminal or deceive a reader is
 * written out, as in `\u{1b}[2J`.
 */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => named.get(character) ?? codePoint(character));
}

/** JSON text that says the same, with nothing in it that could steer a terminal. */
export function printableJson(json: string): string {
  return json.replace(unsafe, (character) =>
    Array.from({ length: character.length }, (_, index) => unicodeEscape(character, index)).join(
      '',
    ),
  );
}

const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function unicodeEscape(character: string, index: number): string {
  return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
}
