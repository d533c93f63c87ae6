/** Puts text on the clipboard. Tells whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyWithoutClipboard(text);
  }
}

// Browsers have no clipboard for pages over plain HTTP, which a collector in a company network is.
function copyWithoutClipboard(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.position = 'fixed';
  field.style.insetBlockStart = '-1000px';
  const before = document.activeElement;
  (document.querySelector('[role="dialog"]') ?? document.body).append(field);
  field.select();
  const worked = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return worked;
}
