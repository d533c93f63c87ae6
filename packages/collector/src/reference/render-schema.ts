import type { Schema } from '../openapi/finish-document.ts';
import { type Html, html, prose } from './html.ts';

/** What a value of a schema is, in a few words: `text, at most 64 characters`. */
export function typeOf(schema: Schema): Html {
  const name = schemaName(schema);
  if (name !== null) return html`<a href="#schema-${name}">${name}</a>`;
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (Array.isArray(schema.enum)) {
    const words = schema.enum.map((word) => html` <code>${String(word)}</code>`);
    return html`one of${words}`;
  }
  const choices = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (choices !== undefined) return joined(choices.map(typeOf), ' or ');
  const type = [(schema.type ?? 'any JSON') as string | readonly string[]].flat();
  return joined(
    type.map((one) => oneType(one, schema)),
    ' or ',
  );
}

function oneType(type: string, schema: Schema): Html {
  if (type === 'array') return html`list of ${typeOf((schema.items ?? {}) as Schema)}`;
  const limits = limitsOf(schema);
  const said = schema.format === 'date-time' ? 'time' : (words.get(type) ?? type);
  return html`${limits === '' || type === 'null' ? said : `${said}, ${limits}`}`;
}

const words = new Map([
  ['string', 'text'],
  ['integer', 'whole number'],
  ['boolean', 'true or false'],
]);

function limitsOf({ minimum, maximum, minLength, maxLength }: Schema): string {
  const { from, to, unit } =
    minimum === undefined && maximum === undefined
      ? { from: minLength, to: maxLength, unit: ' characters' }
      : { from: minimum, to: maximum, unit: '' };
  if (from === undefined && to === undefined) return '';
  if (from === undefined) return `at most ${to}${unit}`;
  if (to === undefined) return `at least ${from}${unit}`;
  return `${from} to ${to}${unit}`;
}

/** The fields of an object, with those inside them below each; nothing for what has none. */
export function fieldsOf(schema: Schema): Html | null {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  if (properties.length === 0) return null;
  const required = (schema.required ?? []) as readonly string[];
  const rows = properties.map(([name, field]) => rowOf(name, field, required.includes(name)));
  return html`<ul class="fields">${rows}</ul>`;
}

function rowOf(name: string, field: Schema, isRequired: boolean): Html {
  const inner = fieldsOf(innermost(field));
  const { description } = field;
  const needed = isRequired ? html` <span class="needed">required</span>` : null;
  const said = typeof description === 'string' ? html`<div>${prose(description)}</div>` : null;
  const head = html`<code class="name">${name}</code> <span class="type">${typeOf(field)}</span>${needed}${said}`;
  if (inner === null) return html`<li>${head}</li>`;
  return html`<li><details><summary>${head}</summary>${inner}</details></li>`;
}

// Of a list, what is in it.
function innermost(schema: Schema): Schema {
  return schema.items === undefined ? schema : innermost(schema.items as Schema);
}

/** The name of the schema that another refers to, or `null`. */
export function schemaName({ $ref }: Schema): string | null {
  return $ref?.split('/').at(-1) ?? null;
}

function joined(pieces: readonly Html[], between: string): Html {
  return html`${pieces.map((piece, at) => (at === 0 ? piece : html`${between}${piece}`))}`;
}
