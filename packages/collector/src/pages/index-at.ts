/**
 * The page with its files at absolute addresses: it is the same one at every address inside the
 * dashboard, however deep.
 *
 * @param text - as it was built: with files beside it, at `./`, and an empty place for where it is.
 * @param base - below which path of an app it is, empty for its root; `null` if it is the collector's
 * own. Nothing that has a meaning in HTML.
 */
export function indexAt(text: string, base: string | null): string {
  const atFiles = text.replaceAll(/(src|href)="\.\//g, `$1="${base ?? ''}/`);
  if (base === null) return atFiles;
  return atFiles.replace(
    'name="whodid-mount" content=""',
    `name="whodid-mount" content="${base}/"`,
  );
}
