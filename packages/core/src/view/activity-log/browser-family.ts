import type { Client } from '../../entry/entry.ts';

/** The browsers that document 000 knows. Most name another one too, so the order counts. */
const families: readonly (readonly [string, RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\b/],
  ['Opera', /\b(?:Opera|OPR|OPiOS|OPT|OPX)\b/],
  ['IE', /\b(?:MSIE|Trident|Internet Explorer)\b/],
  ['Firefox', /\b(?:Firefox|FxiOS)\b/],
  ['Chrome', /\b(?:Chrome|CriOS|Chromium)\b/],
  ['Safari', /\bSafari\b/],
];

/** Further browsers that call themselves Chrome or Safari too, and are neither. */
const others =
  /\b(?:SamsungBrowser|Samsung Internet|YaBrowser|Vivaldi|UCBrowser|DuckDuckGo|Brave|MiuiBrowser|QQBrowser|Whale|Seamonkey)\b/;

/** Names of {@link families}. */
export const browserFamilies: ReadonlySet<string> = new Set(families.map(([family]) => family));

/**
 * The family of a client's browser: `Chrome`, `Firefox`, `Safari`, `Edge`, `IE`, `Opera`.
 * `undefined` for any other and for programs.
 */
export function browserFamily({ browser, userAgent }: Client): string | undefined {
  const text = (browser ?? userAgent ?? '').slice(0, 1024);
  if (others.test(text)) return undefined;
  return families.find(([, form]) => form.test(text))?.[0];
}
