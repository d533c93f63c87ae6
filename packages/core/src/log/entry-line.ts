import type { EntryFields, JsonObject } from '../entry/entry.ts';
import { appLineOf } from '../view/app-line.ts';
import { auditLoginLine } from '../view/audit-login-line.ts';
import { auditModelLine } from '../view/audit-model-line.ts';
import { auditRequestLine } from '../view/audit-request-line.ts';
import type { LineStyle } from '../view/line-style.ts';
import type { LogLevel } from './levels.ts';
import { type LogType, logTypeIn } from './line-forms.ts';
import type { LogLine } from './log-line.ts';

/** A line, and the logger under whose name it is written. */
export interface EntryLine extends LogLine {
  readonly name: string;
}

/** Which logger and level an entry has in log output. */
export function loggerOf(entry: EntryFields): { readonly name: string; readonly level: LogLevel } {
  switch (entry.kind) {
    case 'http.in':
    case 'http.out':
    case 'sftp.out':
      return { name: 'audit.request', level: 'API' };
    case 'auth':
      return { name: 'audit.login', level: 'LOGIN' };
    case 'model':
      return { name: 'audit.model', level: 'AUDIT' };
    case 'action':
      return { name: 'audit.action', level: 'AUDIT' };
    default:
      return {
        name: `audit.${entry.kind}`,
        level: entry.outcome === 'failure' ? 'WARNING' : 'INFO',
      };
  }
}

/** An entry as a line of log output. */
export function entryLine(entry: EntryFields, role: string, style: LineStyle): EntryLine {
  const { name, level } = loggerOf(entry);
  const fields = fieldsOf(entry, { name, level }, style);
  const log_type = logTypeIn(role, fields.log_type as LogType);
  return { name, level, fields: { ...fields, log_type } };
}

function fieldsOf(
  entry: EntryFields,
  { name, level }: { readonly name: string; readonly level: LogLevel },
  style: LineStyle,
): JsonObject {
  if (name === 'audit.request') return auditRequestLine(entry, style);
  if (name === 'audit.login') return auditLoginLine(entry, style);
  const model = name === 'audit.model' ? auditModelLine(entry, style) : null;
  const log_type: LogType = level === 'AUDIT' ? 'audit' : 'app';
  return model ?? appLineOf(entry, { name, level, log_type }, style);
}
