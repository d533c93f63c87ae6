/** Text that is HTML already. Only {@link html} makes it. */
export interface Html {
  readonly markup: string;
}

type Piece = string | number | Html | null | readonly Html[];

/** A template whose values come out as text, unless they are HTML themselves. `null` is nothing. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const markup = parts.map((part, at) => part + markupOf(pieces[at] ?? null)).join('');
  return { markup };
}

function markupOf(piece: Piece): string {
  if (piece === null) return '';
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece));
  return 'markup' in piece ? piece.markup : piece.map(({ markup }) => markup).join('');
}

const names = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => names.get(char) ?? '');
}

/** Text with `code` in backticks and [links](/inside) of the descriptions. */
export function prose(text: string): Html {
  const parts = text.split(/(`[^`]+`|\[[^\]]+\]\(\/[^)]*\))/);
  return html`${parts.map(proseOf)}`;
}

function proseOf(part: string): Html {
  const code = /^`([^`]+)`$/.exec(part)?.[1];
  if (code !== undefined) return html`<code>${code}</code>`;
  const [, label, target] = /^\[([^\]]+)\]\((\/[^)]*)\)$/.exec(part) ?? [];
  if (label === undefined || target === undefined) return html`${part}`;
  return html`<a href="${target}">${label}</a>`;
}
