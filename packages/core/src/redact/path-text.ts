const plainName = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** A path as in `http.request.body.users[0].token`; keys that are no plain words are quoted. */
export function pathText(
  base: string,
  trail: readonly (string | number)[],
  length: number,
): string {
  let text = base;
  for (let index = 0; index < length; index += 1) {
    const step = trail[index] as string | number;
    if (typeof step === 'number') text += `[${step}]`;
    else if (!plainName.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}
