import { Popover } from '@base-ui/react/popover';
import { type JSX, useState } from 'react';
import { buttonClass } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Icon } from '../controls/icon.tsx';
import { useInstants } from '../time/zone.tsx';
import { CustomRange } from './custom-range.tsx';
import { periods } from './period.ts';
import style from './range.module.css';
import { labelOf, type Range, spans, writeRange } from './range.ts';

const presets: readonly Range[] = [
  ...spans.map((span) => ({ type: 'last', span }) as const),
  ...periods.map((period) => ({ type: 'period', period }) as const),
  { type: 'all' },
];

/** Chooses how far back the list reaches. */
export function RangePicker({
  range,
  onChange,
}: {
  range: Range;
  onChange: (range: Range) => void;
}): JSX.Element {
  const instants = useInstants();
  const [open, setOpen] = useState(false);
  const choose = (next: Range): void => {
    setOpen(false);
    onChange(next);
  };
  const label = labelOf(range, instants.short);
  return (
    // One element in the bar, whatever the popover puts beside its button.
    <div className={style.picker}>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger
          className={buttonClass({}, style.trigger)}
          aria-label={`Time range: ${label}`}
        >
          <Icon name="clock" />
          <span className={style.label}>{label}</span>
          <Icon name="down" size={14} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={controls.positioner ?? ''} sideOffset={6} align="end">
            <Popover.Popup className={controls.popup ?? ''} aria-label="Time range">
              {presets.map((preset) => (
                <button
                  key={writeRange(preset)}
                  type="button"
                  className={controls.item}
                  aria-pressed={writeRange(preset) === writeRange(range)}
                  onClick={() => choose(preset)}
                >
                  {labelOf(preset, instants.short)}
                </button>
              ))}
              <CustomRange range={range} onChange={choose} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}
