import { remember, remembered } from './remember.ts';

/** `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';

export const themes: readonly Theme[] = ['auto', 'light', 'dark'];

// The same name stands in public/theme.js, which applies it before the first paint.
const storageKey = 'whodid.theme';

/** The theme the reader chose in this browser; `auto` if none. */
export function rememberedTheme(): Theme {
  const stored = remembered(storageKey);
  return themes.find((theme) => theme === stored) ?? 'auto';
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  remember(storageKey, theme === 'auto' ? null : theme);
}
