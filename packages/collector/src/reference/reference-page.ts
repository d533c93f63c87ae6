import type { OpenapiDocument, Schema } from '../openapi/finish-document.ts';
import { type Html, html, prose } from './html.ts';
import { referenceStyle } from './reference-style.ts';
import { block, type Described, renderOperation, textOf } from './render-operation.ts';
import { fieldsOf } from './render-schema.ts';

interface Section {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Described[];
}

/** The description of the interface as a page for people: no script, and nothing from elsewhere. */
export function referencePage(document: OpenapiDocument): string {
  const { info, components } = document;
  const sections = sectionsOf(document);
  const style: Html = { markup: `<style>${referenceStyle}</style>` };
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${info.title}: reference</title>
${style}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Contents">${contents(sections, components)}</nav>
<main id="content">
<h1>${info.title}</h1>
<p>${prose(info.description)}</p>
<p>For tools: <a href="/openapi.json">/openapi.json</a>, OpenAPI ${document.openapi}.</p>
${sections.map((section) => renderSection(section, components.responses))}
${renderProblems(components.responses)}
${renderSchemas(components.schemas)}
</main>
</body>
</html>
`;
  return page.markup;
}

function sectionsOf({ tags = [], paths }: OpenapiDocument): readonly Section[] {
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  return tags.map(({ name, description = '' }) => ({
    name,
    description,
    operations: all.filter(({ operation }) => operation.tags.includes(name)),
  }));
}

function contents(
  sections: readonly Section[],
  { responses, schemas }: OpenapiDocument['components'],
): Html {
  const parts = sections.map(({ name, operations }) => {
    const links = operations.map(({ operation }) => ({
      target: operation.operationId,
      label: operation.summary,
    }));
    return linkList(name, `tag-${name}`, links);
  });
  return html`${parts}
${linkList('problems', 'problems', linksTo('problem-', responses))}
${linkList('schemas', 'schemas', linksTo('schema-', schemas))}`;
}

interface Link {
  readonly target: string;
  readonly label: string;
}

function linksTo(prefix: string, named: object): readonly Link[] {
  return Object.keys(named).map((name) => ({ target: `${prefix}${name}`, label: name }));
}

function linkList(title: string, target: string, links: readonly Link[]): Html {
  const items = links.map((link) => html`<li><a href="#${link.target}">${link.label}</a></li>`);
  return html`<p><a href="#${target}">${title}</a></p><ul>${items}</ul>`;
}

function renderSection(
  { name, description, operations }: Section,
  responses: OpenapiDocument['components']['responses'],
): Html {
  return html`
<section aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${name}</h2>
<p>${prose(description)}</p>
${operations.map((operation) => renderOperation(operation, responses))}
</section>`;
}

function renderProblems(responses: OpenapiDocument['components']['responses']): Html {
  const items = Object.entries(responses).map(([name, { description = '', content = {} }]) => {
    const examples = Object.values(content).flatMap((media) =>
      Object.entries(media.examples ?? {}),
    );
    const blocks = examples.map(([code, { value }]) => block(textOf(value), code));
    return html`
<article id="problem-${name}">
<h3><a href="#problem-${name}">${name}</a></h3>
<p>${description}</p>
<details><summary>What they look like</summary>${blocks}</details>
</article>`;
  });
  return html`
<section aria-labelledby="problems">
<h2 id="problems">problems</h2>
<p>Every error is <code>application/problem+json</code>. Branch on its <code>code</code>.</p>
${items}
</section>`;
}

function renderSchemas(schemas: { readonly [name: string]: Schema }): Html {
  const items = Object.entries(schemas).map(([name, schema]) => {
    const example = schema.examples?.[0];
    return html`
<article id="schema-${name}">
<h3><a href="#schema-${name}">${name}</a></h3>
${fieldsOf(schema)}
${example === undefined ? null : block(textOf(example), name)}
</article>`;
  });
  return html`<section aria-labelledby="schemas"><h2 id="schemas">schemas</h2>${items}</section>`;
}
