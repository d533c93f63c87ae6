import Bowser from 'bowser';

/** What a user agent says of itself. Anybody can say anything. */
export interface Browser {
  /** Name and major version, as in `Microsoft Edge 130`. */
  readonly browser?: string;
  /** Name and version, as in `Windows 10`, `macOS 10.15.7`, `Linux`. */
  readonly os?: string;
}

const limitCharacters = 1_024;
const mostAgents = 500;
/** What is in no list would be a piece of the agent's own text. */
const browsers: ReadonlySet<unknown> = new Set(Object.values(Bowser.BROWSER_MAP));
const systems: ReadonlySet<unknown> = new Set(Object.values(Bowser.OS_MAP));

const seen = new Map<string, Browser>();
const nothing: Browser = Object.freeze({});

/**
 * Reads browser and operating system from a `User-Agent` header, with the names that `bowser` has.
 *
 * Edge and Opera are told from Chrome, whose name they carry too. Only the first 1,024 characters
 * are looked at. What is not known is absent: programs such as curl give nothing. Never throws.
 */
export function browserOf(userAgent: string): Browser {
  if (typeof userAgent !== 'string') return nothing;
  const known = seen.get(userAgent);
  if (known !== undefined) return known;
  const browser = read(userAgent);
  // Nobody who is honest has a longer one, and 500 of them would fill memory.
  if (userAgent.length > limitCharacters) return browser;
  seen.set(userAgent, browser);
  const [oldest] = seen.size > mostAgents ? seen.keys() : [];
  if (oldest !== undefined) seen.delete(oldest);
  return browser;
}

function read(userAgent: string): Browser {
  try {
    const { browser, os } = Bowser.parse(userAgent.slice(0, limitCharacters));
    return Object.freeze({
      ...(browsers.has(browser.name)
        ? { browser: named(browser.name, majorOf(browser.version)) }
        : {}),
      ...(systems.has(os.name) ? { os: named(os.name, versionOf(os)) } : {}),
    });
  } catch {
    return nothing;
  }
}

function named(name: string | undefined, version: string | undefined): string {
  return version === undefined ? `${name}` : `${name} ${version}`;
}

function majorOf(version: string | undefined): string | undefined {
  return /^\d{1,5}/.exec(version ?? '')?.[0];
}

/** Windows has its number in its version's name, and `NT 10.0` as version. */
function versionOf({
  version,
  versionName,
}: {
  version?: string;
  versionName?: string;
}): string | undefined {
  const numbered = [version, versionName].find((text) => /^[\d.]{1,20}$/.test(text ?? ''));
  return numbered ?? (versionName === '' ? undefined : versionName);
}
