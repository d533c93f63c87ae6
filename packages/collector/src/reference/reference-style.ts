/** How the reference page looks. In the page itself: the policy names its hash and takes no other. */
export const referenceStyle = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e6e8eb);
  --soft: light-dark(#57606a, #a3abb5);
  --line: light-dark(#d8dee4, #373d45);
  --back: light-dark(#ffffff, #14171b);
  --raised: light-dark(#f5f7f9, #1d2127);
  --link: light-dark(#0b57b0, #86b7ff);
  --needed: light-dark(#9a3412, #fdba74);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem; background: var(--back); }
nav { padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--raised); font-size: .9rem; }
nav p { margin: .9rem 0 .2rem; font-size: .8rem; font-weight: 600; text-transform: uppercase; letter-spacing: .04em; }
nav p:first-child { margin-top: 0; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li { padding: .12rem 0; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
main { max-width: 52rem; padding: 1.25rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.3rem; }
h3 { margin: 0 0 .3rem; font-size: 1.1rem; }
h3 a { color: inherit; text-decoration: none; }
h4 { margin: 1.1rem 0 .3rem; font-size: .9rem; color: var(--soft); }
p { margin: .4rem 0; }
article { margin: 1.2rem 0; padding: 1rem 1.1rem; border: 1px solid var(--line); border-radius: 8px; }
article:target { border-color: var(--link); }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
pre { margin: .5rem 0; padding: .7rem .9rem; max-height: 24rem; overflow: auto; background: var(--raised); border-radius: 6px; }
pre code { font-size: .82rem; }
.address { overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4.2em; padding: .05rem .45rem; border-radius: 4px; background: var(--raised);
  border: 1px solid var(--line); font: 600 .75rem/1.5 ui-monospace, monospace; text-align: center; }
.fields, .answers { margin: .2rem 0; padding: 0; list-style: none; }
.fields .fields { margin-left: .4rem; padding-left: .9rem; border-left: 2px solid var(--line); }
.fields li { padding: .3rem 0; overflow-wrap: anywhere; }
.answers > li { padding: .35rem 0; overflow-wrap: anywhere; }
.name { font-weight: 600; }
.type, .media { color: var(--soft); font-size: .9rem; }
.needed { color: var(--needed); font-size: .85rem; }
summary { cursor: pointer; }
summary > div { margin-left: 1.1rem; }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; overflow: auto; border-bottom: 0; border-right: 1px solid var(--line); }
  main { padding: 2rem 3rem; }
}
/* On a phone a row of the sections is enough: what is in them follows below. */
@media (max-width: 59.99rem) {
  nav { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; }
  nav p { margin: 0; }
  nav ul { display: none; }
}
@media print { nav { display: none; } pre { max-height: none; } }
`;
