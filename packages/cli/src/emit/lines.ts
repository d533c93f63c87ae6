/** One line of the input, counted from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

// What one request of the collector may hold, so a longer line could not be sent anyway.
const limitCharacters = 8 * 1024 * 1024;

/**
 * Cuts input into lines. Each group is what had arrived: whoever reads it can act on it at once,
 * without waiting for more. Empty lines are left out. A line that is too long comes as `null` text.
 */
export async function* lineGroups(
  input: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<readonly (Line | { readonly number: number; readonly text: null })[]> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  let tooLong = false;
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    const group = lines.map((line) => {
      number += 1;
      const whole = !tooLong && line.length <= limitCharacters;
      tooLong = false;
      return { number, text: whole ? line : null };
    });
    // Remembers that it was too long, and not what it was: memory stays flat.
    if (rest.length > limitCharacters) [rest, tooLong] = ['', true];
    yield group.filter((line) => line.text?.trim() !== '');
  }
  rest += decoder.decode();
  if (tooLong || rest.trim() !== '') yield [{ number: number + 1, text: tooLong ? null : rest }];
}
