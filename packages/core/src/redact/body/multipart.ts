import { createHash } from 'node:crypto';
import { decodedName } from '../percent.ts';

const mostParts = 100;
const unparsed = '[redacted:unparsed]';
const headerEnd = Buffer.from('\r\n\r\n');

/** The fields of a multipart body by name; of a file only its name, type, size and hash. */
export function multipartFields(
  bytes: Uint8Array,
  boundary: string,
): { [name: string]: unknown } | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let start = buffer.indexOf(delimiter);
  if (start < 0) return undefined;
  const fields = Object.create(null) as { [name: string]: unknown };
  for (let count = 0; count < mostParts && start >= 0; count += 1) {
    const from = start + delimiter.length;
    const next = buffer.indexOf(delimiter, from);
    addPart(fields, buffer.subarray(from, next < 0 ? buffer.length : next));
    start = next;
  }
  return fields;
}

function addPart(fields: { [name: string]: unknown }, part: Buffer): void {
  const split = part.indexOf(headerEnd);
  if (split < 0) return;
  // A line that begins with white space goes on with the one before.
  const head = part
    .subarray(0, split)
    .toString('utf8')
    .replace(/\r\n[ \t]+/g, ' ');
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1];
  if (disposition === undefined) return;
  const name = parameterOf(disposition, 'name');
  const filename = parameterOf(disposition, 'filename');
  const content = withoutLineEnd(part.subarray(split + headerEnd.length));
  const type = /^content-type: *([^\r\n;]*)/im.exec(head)?.[1];
  const isFile =
    filename !== undefined || (type !== undefined && !/^(?:text|application\/json)/i.test(type));
  addField(fields, name ?? '', isFile ? fileFacts(content, filename, type) : textOf(name, content));
}

// Nobody can tell whether a field without a name is secret.
function textOf(name: string | undefined, content: Buffer): string {
  return name === undefined ? unparsed : content.toString('utf8');
}

function addField(fields: { [name: string]: unknown }, name: string, value: unknown): void {
  const before = fields[name];
  if (before === undefined) fields[name] = value;
  else fields[name] = Array.isArray(before) ? [...before, value] : [before, value];
}

function withoutLineEnd(content: Buffer): Buffer {
  return content.subarray(-2).toString('latin1') === '\r\n' ? content.subarray(0, -2) : content;
}

function fileFacts(
  content: Buffer,
  filename: string | undefined,
  type: string | undefined,
): object {
  return {
    ...(filename === undefined ? {} : { filename }),
    ...(type === undefined ? {} : { type }),
    bytes: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

// The extended form (`name*=UTF-8''x`) is what counts if both are there.
function parameterOf(disposition: string, name: string): string | undefined {
  const extended = new RegExp(`[;\\s]${name}\\*\\s*= *[\\w-]*'[^']*'([^;\\r\\n]*)`, 'i').exec(
    disposition,
  );
  if (extended !== null) return decodedName(extended[1] as string).trim();
  const quoted = new RegExp(`[;\\s]${name}\\s*=\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition);
  if (quoted !== null) return (quoted[1] as string).replace(/\\(.)/g, '$1');
  return new RegExp(`[;\\s]${name}\\s*=\\s*([^;\\s]*)`, 'i').exec(disposition)?.[1];
}

/** The boundary that a content type names. */
export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}
