import { createContext, type JSX, type ReactNode, use, useMemo, useState } from 'react';
import { remember, remembered } from '../frame/remember.ts';
import { createInstants, type Instants } from './instants.ts';

export interface Zone {
  /** IANA name of the zone in which times are shown: `Europe/Amsterdam`. */
  readonly name: string;
  readonly instants: Instants;
  /** What was chosen: a zone, or `null` for that of the browser, whichever it is. */
  readonly chosen: string | null;
  readonly choose: (zone: string | null) => void;
}

const storageKey = 'whodid.zone';
const Context = createContext<Zone | null>(null);

/** Shows all times below it in the zone that the reader chose, and remembers the choice. */
export function ZoneProvider({ children }: { children: ReactNode }): JSX.Element {
  const [chosen, setChosen] = useState(() => knownZone(remembered(storageKey)));
  const zone = useMemo(() => {
    const name = chosen ?? browserZone();
    const choose = (next: string | null): void => {
      remember(storageKey, next);
      setChosen(next);
    };
    return { name, instants: createInstants(undefined, name), chosen, choose };
  }, [chosen]);
  return <Context value={zone}>{children}</Context>;
}

/** The zone in which times are shown. */
export function useZone(): Zone {
  const zone = use(Context);
  if (zone === null) throw new Error('No ZoneProvider above');
  return zone;
}

/** Writes times as the reader wants them. */
export function useInstants(): Instants {
  return useZone().instants;
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// What was remembered may be from another browser version, or typed by somebody.
function knownZone(name: string | null): string | null {
  try {
    return name === null ? null : Intl.DateTimeFormat(undefined, { timeZone: name }) && name;
  } catch {
    return null;
  }
}
