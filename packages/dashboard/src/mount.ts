/**
 * Below which path of an app these pages are, as whoever served them wrote into the page: `/activity`.
 * Empty at the root.
 */
export function basePath(): string {
  return mountText().replace(/\/$/, '');
}

/** The address of these pages, without a slash at the end. */
export function pagesAddress(): string {
  return location.origin + basePath();
}

/** Whether these pages are a part of an app, where one signs in. */
export function isMounted(): boolean {
  return mountText() !== '';
}

function mountText(): string {
  // Tests of single modules run without a page.
  if (typeof document === 'undefined') return '';
  return document.querySelector<HTMLMetaElement>('meta[name="whodid-mount"]')?.content ?? '';
}
