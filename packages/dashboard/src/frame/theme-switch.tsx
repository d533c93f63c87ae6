import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { type JSX, useState } from 'react';
import { Icon, type IconName } from '../controls/icon.tsx';
import style from './frame.module.css';
import { applyTheme, rememberedTheme, type Theme, themes } from './theme.ts';

const icons: Readonly<Record<Theme, IconName>> = { auto: 'screen', light: 'sun', dark: 'moon' };
const labels: Readonly<Record<Theme, string>> = {
  auto: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

/** Chooses between the system's theme, light, and dark. */
export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState(rememberedTheme);
  const choose = ([next]: readonly Theme[]): void => {
    // Pressing the one that is on would leave none.
    if (next === undefined) return;
    setTheme(next);
    applyTheme(next);
  };
  return (
    <ToggleGroup
      aria-label="Theme"
      className={style.themes ?? ''}
      value={[theme]}
      onValueChange={choose}
    >
      {themes.map((name) => (
        <Toggle
          key={name}
          value={name}
          aria-label={labels[name]}
          title={labels[name]}
          className={style.theme ?? ''}
        >
          <Icon name={icons[name]} size={14} />
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
