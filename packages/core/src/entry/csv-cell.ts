// What makes a spreadsheet take a cell for a formula, also behind white space that it skips.
const formula = /^(?:[\t\r]|[\s\p{C}]*[=+\-@＝＋－＠])/u;
const quoted = /[",\r\n;\t]/;

/**
 * A text as a cell of a CSV file (RFC 4180). One that a spreadsheet would run as a formula gets a `'`
 * in front and is quoted (OWASP ASVS 5.0, 1.2.10). Signed numbers get it too: `-1` is typed by
 * whoever fills in a form, and a cell that is text everywhere is easier to read back.
 */
export function csvCell(text: string): string {
  const isFormula = formula.test(text);
  const safe = isFormula ? `'${text}` : text;
  return isFormula || quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
