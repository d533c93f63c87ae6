const textTypes =
  /^\s*(?:text\/|[^/;]+\/[^;]*\+(?:json|xml)\b|application\/(?:json|x-www-form-urlencoded|(?:x-)?ndjson|jsonl|graphql|xml|javascript)\b)/i;

/**
 * Whether a body of this `content-type` is text that a reader of the log can use. Pictures, files
 * and bodies without a type are recorded by their size alone.
 */
export function isTextual(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  return contentType.startsWith('application/json;') || textTypes.test(contentType);
}

/** Whether a body is a form that may have files in it. Half of a file says nothing of the whole. */
export function isFormWithFiles(contentType: string | undefined): boolean {
  return contentType !== undefined && /^\s*multipart\/form-data\b/i.test(contentType);
}
