const textTypes =
  /^\s*(?:text\/(?!html\b|css\b|javascript\b)|[^/;]+\/[^;]*\+(?:json|xml)\b|application\/(?:json|x-www-form-urlencoded|(?:x-)?ndjson|jsonl|graphql|xml)\b)/i;

/**
 * Whether a body of this `content-type` is text that a reader of the log can use. Pages, pictures,
 * files and bodies without a type are recorded by their size alone.
 *
 * @param more - types that this app wants to have besides, without parameters.
 */
export function isTextual(contentType: string | undefined, more: readonly string[] = []): boolean {
  if (contentType === undefined) return false;
  if (isJson(contentType) || textTypes.test(contentType)) return true;
  if (more.length === 0) return false;
  const plain = contentType.split(';', 1)[0]?.trim().toLowerCase();
  return more.some((type) => type.toLowerCase() === plain);
}

// The most frequent form by far, told without an expression.
function isJson(contentType: string): boolean {
  return contentType === 'application/json' || contentType.startsWith('application/json;');
}

/** Whether a body is a form that may have files in it. Half of a file says nothing of the whole. */
export function isFormWithFiles(contentType: string | undefined): boolean {
  return contentType !== undefined && /^\s*multipart\/form-data\b/i.test(contentType);
}
