/** The value that a text holds as JSON, if it is an object, a list, or such in a string. */
export function nestedJson(text: string): unknown {
  const trimmed = text.trim();
  if (!looksWhole(trimmed)) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    if (typeof value === 'object' && value !== null) return value;
    // A string that holds a string is worth a look only if that one may hold JSON.
    return typeof value === 'string' && nestedJson(value) !== undefined ? value : undefined;
  } catch {
    return undefined;
  }
}

function looksWhole(text: string): boolean {
  const first = text[0];
  const last = text.at(-1);
  if (first === '{') return last === '}';
  if (first === '[') return last === ']' && text !== '[]';
  return first === '"' && last === '"' && text.length > 4;
}

// `{"`, `{ `, `[{` and `["` in base64, with every following character that changes the third digit.
const beginning = /^(?:ey|ew|W3|Wy)/;
const base64 = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;

/** The value that a text holds as base64 of JSON, if it does. */
export function encodedJson(text: string): unknown {
  if (text.length < 12 || !beginning.test(text) || !base64.test(text)) return undefined;
  return nestedJson(Buffer.from(text, 'base64').toString('utf8'));
}
