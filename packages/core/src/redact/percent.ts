const deepestEncoding = 3;

/** Text without percent-encoding and with `+` as a space. What cannot be decoded stays as it is. */
export function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? percentDecoded(spaced) : spaced;
}

/** A parameter's name, also if it was encoded more than once to get past a filter. */
export function decodedName(text: string): string {
  return text.includes('%') ? (layersOf(text).at(-1) as string) : decoded(text);
}

/** What text says when it is decoded once, twice and three times, as far as that makes a difference. */
export function layersOf(text: string): readonly string[] {
  let layer = decoded(text);
  const layers = [layer];
  while (layers.length < deepestEncoding && layer.includes('%')) {
    const next = percentDecoded(layer);
    if (next === layer) break;
    layer = next;
    layers.push(layer);
  }
  return layers;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // One broken sequence must not hide what the others say.
    return text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
}
