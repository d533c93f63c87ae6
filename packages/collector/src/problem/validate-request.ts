import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { Problem, type ProblemCode } from './problem.ts';
import { wantedOf } from './wanted-of.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Where a name that a client made up ends. */
const nameLimit = 100;
const pathLimit = 300;

/** Checks what comes in against the zod schema of its route. What does not fit is a problem that names the field. */
export const validateRequest: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data) => {
    const { success, data: value, error } = schema.safeParse(data, { error: wantedOf });
    if (success) return { value };
    return { error: problemFor(first(error.issues), httpPart === 'body') };
  };
};

function problemFor(issue: Issue, isBody: boolean): Problem {
  const code: ProblemCode = isBody ? 'BODY_INVALID' : 'PARAMETER_INVALID';
  const place = isBody ? 'path' : 'parameter';
  if (issue.code === 'unrecognized_keys') {
    const where = pathText([...issue.path, issue.keys[0] ?? '']);
    // The message is made by `strictObject`, which knows what names there are.
    return new Problem(code, issue.message, { facts: { [place]: where } });
  }
  const where = pathText(issue.path);
  const wanted = issue.message;
  const subject = where === '' ? 'The body' : where;
  return new Problem(code, `${subject} must be ${wanted}`, { facts: { [place]: where, wanted } });
}

// One is told, the first. Of a choice between forms that of the form that came nearest.
function first(issues: readonly Issue[], above: Path = []): Issue {
  const [issue] = issues as readonly [Issue];
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return { ...issue, path };
  const inner = issue.errors.filter((found) => found.length > 0).map((found) => first(found, path));
  const nearest = inner.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (nearest !== undefined && nearest.path.length > path.length) return nearest;
  // None came near: all of them would do.
  const wanted = [...new Set(inner.map(({ message }) => message))].join(' or ');
  return { ...issue, path, message: issue.message === otherForm ? wanted : issue.message };
}

const otherForm = 'something else';

// As in `targets[0].id`, like the paths of entries that are refused.
function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    const name = String(step).slice(0, nameLimit);
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? name : `.${name}`;
  }
  return text.slice(0, pathLimit);
}
