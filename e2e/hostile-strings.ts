// Texts by people who hope that a log shows them as something else than text.
const hit = 'globalThis.hits=1';

const markup: readonly string[] = [
  '<script>HIT</script>',
  '<img src=x onerror="HIT">',
  '<svg onload=HIT>',
  '<svg><animate onbegin=HIT attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.HIT</script>">',
  '<body onpageshow=HIT>',
  '<details open ontoggle=HIT>',
  '<video><source onerror=HIT></video>',
  '<math><mtext><table><mglyph><style><img src=x onerror=HIT>',
  '<a href="javascript:HIT">Sign in again</a>',
  '<form action="https://evil.example/"><button>OK</button>',
  '<input autofocus onfocus=HIT>',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<base href=https://evil.example/>',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<object data="data:text/html,<script>HIT</script>">',
  '</title><script>HIT</script>',
  '</pre></td></tr></table><h1>Sign in</h1>',
  '<!--<script>HIT//-->',
  '"><script>HIT</script>',
  "' onmouseover='HIT",
  '&lt;script&gt;HIT&lt;/script&gt;',
  '&#60;img src=x onerror=HIT&#62;',
  '<tr><td>Ada Lovelace refunded order #1042</td></tr>',
];

const addresses: readonly string[] = [
  'javascript:HIT',
  'JaVaScRiPt:HIT',
  'java\tscript:HIT',
  ' javascript:HIT',
  'javascript://shop.example/%0aHIT',
  'data:text/html,<script>HIT</script>',
  'vbscript:HIT',
  'blob:https://shop.example/1',
  'file:///etc/passwd',
  'https://evil.example/?q=1',
  '//evil.example/',
  '\\\\evil.example\\share',
  '/entries?q=*',
  '../../settings/keys',
  'https://shop.example@evil.example/',
];

const code: readonly string[] = [
  `$${'{HIT}'}`,
  '{{HIT}}',
  '{{constructor.constructor("HIT")()}}',
  '<%= HIT %>',
  '#{HIT}',
  '`HIT`',
  "');HIT;//",
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'undefined',
  'null',
  'NaN',
  '[object Object]',
  '%s%n%x%d',
  "' OR 1=1 --",
  '=HYPERLINK("https://evil.example/")',
  '@SUM(1+1)*cmd|calc!A0',
  '\\u003cscript\\u003eHIT\\u003c/script\\u003e',
];

const terminal: readonly string[] = [
  '\u001b[2J\u001b[H',
  '\u001b]0;root\u0007',
  '\u001b]8;;https://evil.example/\u0007click\u001b]8;;\u0007',
  '\u001b[31mred\u001b[0m',
  '\u009b31m',
  '\u0008\u0008\u0008\u0008',
  'shown\rhidden',
  'one line\nAda Lovelace refunded order #1042',
  'one line\r\nINFO:  forged § [2026-01-01 00:00:00]',
  'nul\u0000byte',
];

const direction: readonly string[] = [
  'invoice\u202efdp.exe',
  '\u202d\u202e\u202b\u202a',
  '\u2066\u2067\u2068',
  'user\u2069\u2069\u202c',
  '\u200e\u200f\u061c',
  'שלום <img src=x onerror=HIT>',
  'مرحبا "1042" #',
  'abc \u05d0\u05d1 123 \u05d2',
];

const unseen: readonly string[] = [
  'Ada\u200b Lovelace',
  'Ada\u200d',
  '\ufeffAda',
  'Ada\u3164',
  'Ada\u115f',
  'Ada\u2800',
  'Ada\u00ad',
  'Ada\u034f',
  'Ada\u{e0041}',
  '\u2028\u2029',
  '\u0085\u000b\u000c',
  'Аda Lovelace',
  ' ',
  '\u00a0',
  '',
];

const huge: readonly string[] = [
  'w'.repeat(4000),
  'W '.repeat(2000),
  '字'.repeat(1500),
  '<b>'.repeat(1000),
  '\u202e'.repeat(500),
  `a${'\u0301'.repeat(400)}`,
  `${'Z\u0335\u0336\u0337\u0338\u0489'.repeat(60)}`,
  '﷽'.repeat(200),
  '𒐫'.repeat(100),
  '👨\u200d👩\u200d👧\u200d👦'.repeat(100),
  '\n'.repeat(500),
  '\t'.repeat(500),
  `${'('.repeat(800)}${')'.repeat(800)}`,
  'https://evil.example/'.repeat(100),
  '-'.repeat(3000),
];

const seeds = [markup, addresses, code, terminal, direction, unseen, huge].flat();

/** Ways to hide one text in another. */
const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `Ada ${text}`,
  (text) => `"${text}'`,
];

/** Three hundred of them, no two the same. What runs in them sets `globalThis.hits`. */
export const hostileStrings: readonly string[] = [
  ...new Set(disguises.flatMap((hide) => seeds.map((seed) => hide(seed.replaceAll('HIT', hit))))),
].slice(0, 300);
