import type {
  Answer,
  Media,
  OpenapiDocument,
  Operation,
  Parameter,
} from '../openapi/finish-document.ts';
import { curlOf } from './curl.ts';
import { type Html, html, prose } from './html.ts';
import { fieldsOf, typeOf } from './render-schema.ts';

/** An operation, and where it stands in the document. */
export interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

type Responses = OpenapiDocument['components']['responses'];

/** Everything about one operation. */
export function renderOperation({ method, path, operation }: Described, named: Responses): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return html`
<article id="${operationId}">
  <h3><a href="#${operationId}">${summary}</a></h3>
  <p class="address"><span class="method ${method}">${method}</span> <code>${path}</code></p>
  ${description === undefined ? null : html`<p>${prose(description)}</p>`}
  ${operation.security?.length === 0 ? html`<p>Needs no credentials.</p>` : null}
  ${parameters.length === 0 ? null : parametersOf(parameters)}
  ${requestBody === undefined ? null : html`<h4>Body</h4>${contentOf(requestBody.content)}`}
  <h4>Example</h4>
  ${block(curlOf({ method, path, operation }), 'shell')}
  <h4>Answers</h4>
  <ul class="answers">${Object.entries(responses).map(([status, answer]) => answerOf(status, answer, named))}</ul>
</article>`;
}

function parametersOf(parameters: readonly Parameter[]): Html {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) => html`
    <li><code class="name">${name}</code> <span class="type">in ${place}, ${typeOf(schema)}</span>${
      required === true ? html` <span class="needed">required</span>` : null
    }<div>${prose(description)}</div></li>`,
  );
  return html`<h4>Parameters</h4><ul class="fields">${rows}</ul>`;
}

function answerOf(status: string, answer: Answer, named: Responses): Html {
  const name = answer.$ref?.split('/').at(-1);
  const said = status === 'default' ? 'otherwise' : status;
  if (name !== undefined) {
    const { description = '' } = named[name] ?? {};
    return html`<li><code>${said}</code> <a href="#problem-${name}">${description}</a></li>`;
  }
  const { content = {}, description = '' } = answer;
  return html`<li><code>${said}</code> ${prose(description)}${contentOf(content)}</li>`;
}

function contentOf(content: { readonly [type: string]: Media }): Html {
  return html`${Object.entries(content).map(([type, media]) => mediaOf(type, media))}`;
}

function mediaOf(type: string, { schema = {}, example, examples = {} }: Media): Html {
  const shown =
    example === undefined ? Object.values(examples).map(({ value }) => value) : [example];
  const fields = fieldsOf(schema);
  return html`
  <p class="media"><code>${type}</code>: ${typeOf(schema)}</p>
  ${fields === null ? null : html`<details><summary>Fields</summary>${fields}</details>`}
  ${shown.map((value) => block(textOf(value), type))}`;
}

/** A value as it goes over the line. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Text as it stands. Whoever goes by the keyboard can scroll in it. */
export function block(text: string, label: string): Html {
  return html`<pre tabindex="0" role="group" aria-label="Example, ${label}"><code>${text}</code></pre>`;
}
