import { Popover } from '@base-ui/react/popover';
import { type JSX, useId, useState } from 'react';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Icon } from '../controls/icon.tsx';
import { browserZone, useZone } from '../time/zone.tsx';
import style from './zone.module.css';

const shownAtMost = 8;

/** Chooses the zone in which times are shown: that of the browser, UTC, or any. */
export function ZoneSwitch(): JSX.Element {
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const fieldId = useId();
  const choose = (name: string | null): void => {
    zone.choose(name);
    setOpen(false);
    setText('');
  };
  const found = zonesLike(text);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={buttonClass({ look: 'quiet', small: true })}
        aria-label={`Time zone: ${zone.name}`}
        title={`Times are shown in ${zone.name}`}
      >
        <Icon name="globe" size={14} />
        <span className={style.name}>{shortName(zone.name)}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
          <Popover.Popup className={controls.popup ?? ''} aria-label="Time zone" data-own-keys="">
            <Choice isOn={zone.chosen === null} onChoose={() => choose(null)}>
              This browser: {browserZone()}
            </Choice>
            <Choice isOn={zone.chosen === 'UTC'} onChoose={() => choose('UTC')}>
              UTC
            </Choice>
            <div className={style.search}>
              <label htmlFor={fieldId}>Another zone</label>
              <input
                id={fieldId}
                value={text}
                onChange={({ target }) => setText(target.value)}
                placeholder="Tokyo"
                autoComplete="off"
                spellCheck={false}
              />
            </div>
            {found.map((name) => (
              <Choice key={name} isOn={zone.chosen === name} onChoose={() => choose(name)}>
                {name.replaceAll('_', ' ')}
              </Choice>
            ))}
            <p className={style.found} role="status">
              {text !== '' && found.length === 0 ? 'No zone has this name.' : null}
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choice({
  isOn,
  onChoose,
  children,
}: {
  isOn: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <button type="button" className={controls.item} aria-pressed={isOn} onClick={onChoose}>
      {children}
    </button>
  );
}

function zonesLike(text: string): readonly string[] {
  const wanted = text.trim().toLowerCase().replaceAll(' ', '_');
  if (wanted === '') return [];
  return Intl.supportedValuesOf('timeZone')
    .filter((name) => name.toLowerCase().includes(wanted))
    .slice(0, shownAtMost);
}

// `Amsterdam` of `Europe/Amsterdam`: the rest is in the title.
function shortName(zone: string): string {
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}
