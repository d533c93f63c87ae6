// What could make captured text look like something else than it is: control characters, marks that
// turn the direction of writing round, characters without width or ink, halves of a pair. Those that
// choose between two pictures of an emoji (U+FE0E, U+FE0F) are harmless. The two joiners are needed
// behind emoji and in scripts whose letters join; behind others they only hide.
const control = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const inkless =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;
const joinedScripts = [
  ...['Arabic', 'Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Khmer', 'Malayalam'],
  ...['Mongolian', 'Myanmar', 'Oriya', 'Sinhala', 'Syriac', 'Tamil', 'Telugu'],
].map((script) => `Script=${script}`);
const mayJoin = ['Extended_Pictographic', 'Emoji_Modifier', 'M', ...joinedScripts];
const joiner = `(?<![\\ufe0f${mayJoin.map((name) => `\\p{${name}}`).join('')}])[\\u200c\\u200d]`;
const deceptive = new RegExp(`${control.source}|${inkless.source}|${joiner}`, 'gu');
const deceptiveInBlock = new RegExp(`(?![\\n\\t])(?:${deceptive.source})`, 'gu');

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
  return json.replace(deceptiveInBlock, (characters) =>
    characters
      .split('')
      .map((unit) => `\\u${hex(unit.charCodeAt(0))}`)
      .join(''),
  );
}

function written(character: string): string {
  return `⟨${hex(character.codePointAt(0) ?? 0).toUpperCase()}⟩`;
}

function hex(code: number): string {
  return code.toString(16).padStart(4, '0');
}
