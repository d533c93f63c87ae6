/** A page of a few sentences, without any file of the dashboard. Takes only text of our own. */
export function plainPage(title: string, sentences: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${title}</title>
  <main>
    <h1>${title}</h1>
${sentences.map((sentence) => `    <p>${sentence}</p>`).join('\n')}
  </main>
</html>
`;
}

export const linkUsedPage: string = plainPage('This sign-in link does not work', [
  'A link signs in once, within ten minutes. This one was used already, is too old, or is incomplete.',
  'Get a new one in the terminal: <code>whodid link</code>, or start the collector again.',
  'Signed in already? <a href="/">Open the dashboard</a>.',
]);

export const notBuiltPage: string = plainPage('The dashboard is not built', [
  'Build it with <code>npm run build -w @whodid/dashboard</code>, then start the collector again.',
  'The HTTP interface works: <a href="/reference">/reference</a> describes it.',
]);
