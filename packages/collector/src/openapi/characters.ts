import { z } from 'zod';

/**
 * Text of a length in characters, without blanks around it. Counted as people and JSON Schema count
 * them: an emoji is one, though it takes two places in a JavaScript string.
 */
export function characters(min: number, max: number): z.ZodString {
  const wanted = `text of ${min} to ${max} characters`;
  const fits = (text: string): boolean => {
    const length = text.length <= max ? text.length : [...text].length;
    return length >= min && length <= max;
  };
  return z.string(wanted).trim().refine(fits, wanted).meta({ minLength: min, maxLength: max });
}
