// Control characters, marks that turn the direction of writing round, and characters without width:
// with them, captured text could look like something else than it is.
const deceptive = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const deceptiveInBlock =
  /(?![\n\t])[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Captured text for one line, with what would deceive the eye written out as `⟨202E⟩`. */
export function visible(text: string): string {
  return text.replace(deceptive, written);
}

/** The same for a block of text, where line breaks and tabs are what they are. */
export function visibleBlock(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(deceptiveInBlock, written);
}

/** JSON that means the same, with such characters as escapes. */
export function visibleJson(json: string): string {
  return json.replace(deceptiveInBlock, (character) => `\\u${hex(character)}`);
}

function written(character: string): string {
  return `⟨${hex(character).toUpperCase()}⟩`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
}
