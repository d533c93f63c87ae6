/** What the exit code of every command means. Public: scripts branch on it. */
export const exitCodes = {
  ok: 0,
  /** It did not work, or `doctor` found a problem. */
  failed: 1,
  /** The command line or the query cannot be read. */
  usage: 2,
  /** `--dry-run`: it would change something. */
  wouldChange: 3,
  /** No such entry or key, or no match with `--fail-empty`. */
  notFound: 4,
  /** No key, a wrong key, or a key that may not do this. */
  auth: 6,
  /** No collector answers. */
  unreachable: 7,
  interrupted: 130,
} as const;
