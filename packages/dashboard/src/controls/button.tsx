import type { ComponentPropsWithRef, JSX } from 'react';
import style from './controls.module.css';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'link';
  readonly small?: boolean;
  /** Only an icon inside. The name goes into `aria-label`. */
  readonly square?: boolean;
}

/** A button. It never sends a form unless told so. */
export function Button({
  look = 'plain',
  small,
  square,
  className,
  ...rest
}: ButtonProps): JSX.Element {
  return (
    <button type="button" className={buttonClass({ look, small, square }, className)} {...rest} />
  );
}

/** The same look for what is no `button` of ours: a trigger, a link. */
export function buttonClass(
  {
    look = 'plain',
    small,
    square,
  }: {
    readonly look?: ButtonProps['look'] | undefined;
    readonly small?: boolean | undefined;
    readonly square?: boolean | undefined;
  } = {},
  more?: string,
): string {
  const classes =
    look === 'link'
      ? [style.link]
      : [
          style.button,
          look !== 'plain' && style[look],
          small && style.small,
          square && style.square,
        ];
  return [...classes, more].filter(Boolean).join(' ');
}
