/**
 * Whether a text is of a pattern in which `*` stands for any characters, none included, and every
 * other character for itself. Takes time in proportion to the two lengths, whatever the pattern.
 */
export function matchesGlob(text: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[wanted] === '*') {
      // The shortest run first; what follows may make it longer.
      star = wanted;
      resume = at;
      wanted += 1;
    } else if (pattern[wanted] === text[at]) {
      wanted += 1;
      at += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      wanted = star + 1;
    } else return false;
  }
  while (pattern[wanted] === '*') wanted += 1;
  return wanted === pattern.length;
}
