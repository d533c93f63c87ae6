/**
 * What somebody signs in with, in the one form in which it is kept and looked up: NFKC and lower
 * case, without space around it. `null` if it cannot be a name: letters, digits, combining marks and
 * `. _ - + @`, 1 to 100 of them.
 */
export function signInName(text: string): string | null {
  const name = text.normalize('NFKC').trim().toLowerCase();
  return /^[\p{L}\p{M}\p{N}._+@-]{1,100}$/u.test(name) ? name : null;
}

export const signInNameWanted: string =
  '1 to 100 letters, digits or . _ - + @, without spaces: ada or ada@example.com';
