import type { ComponentPropsWithRef, JSX, ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { visible } from '../text/visible.ts';
import style from './fields.module.css';

/** A field with its name above it and a hint below. */
export function TextField({
  label,
  hint,
  ...rest
}: { label: string; hint?: string } & ComponentPropsWithRef<'input'>): JSX.Element {
  return (
    <label className={style.field}>
      <span>{label}</span>
      <input
        type="text"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoComplete="off"
        {...rest}
      />
      {hint === undefined ? null : <small>{hint}</small>}
    </label>
  );
}

/** A choice of one of several, each with what it means. */
export function Choices<V extends string>({
  legend,
  name,
  choices,
  chosen,
  many = false,
  onChoose,
}: {
  legend: string;
  name: string;
  choices: readonly { readonly value: V; readonly label: string; readonly hint: string }[];
  chosen: readonly V[];
  /** Whether several can be chosen at once. */
  many?: boolean;
  onChoose: (chosen: readonly V[]) => void;
}): JSX.Element {
  const choose = (value: V, isOn: boolean): void => {
    if (!many) onChoose([value]);
    else onChoose(isOn ? [...chosen, value] : chosen.filter((one) => one !== value));
  };
  return (
    <fieldset className={style.choices}>
      <legend>{legend}</legend>
      {choices.map(({ value, label, hint }) => (
        <label key={value} className={style.choice}>
          <input
            type={many ? 'checkbox' : 'radio'}
            name={name}
            value={value}
            checked={chosen.includes(value)}
            onChange={({ target }) => choose(value, target.checked)}
          />
          <span>
            {label} <small>{hint}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Why something was not done. */
export function Fault({ problem }: { problem: Problem | null }): JSX.Element | null {
  if (problem === null) return null;
  return (
    <p className={style.fault} role="alert">
      {visible(problem.detail)}
    </p>
  );
}

/** Fields below each other, and what sends them. */
export function FieldForm({
  label,
  onSend,
  children,
}: {
  label: string;
  onSend: () => void;
  children: ReactNode;
}): JSX.Element {
  return (
    <form
      className={style.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
    </form>
  );
}
