// `-status:2xx` is a term of the query language, and no flag of ours has a colon or a parenthesis,
// so it can be told from a flag. The marker hides its dash from the parser of the command line.
const marker = '\u0000';
const term = /^-(?:[a-z][\w.]*:|["(])/i;

/** Hides query terms that begin with a dash, as far as the first `--`. */
export function hideTerms(argv: readonly string[]): string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  return argv.map((arg, index) => (index < end && term.test(arg) ? marker + arg : arg));
}

/** Undoes {@link hideTerms}. */
export function revealTerms(args: readonly string[]): string[] {
  return args.map((arg) => (arg.startsWith(marker) ? arg.slice(marker.length) : arg));
}
