/** What kind of line document 001 has for a logger, as it stands in `log_type`. */
export type LogType = 'app' | 'api' | 'audit' | 'login';

/** One form of line. */
export interface LineForm {
  readonly logType: LogType;
  /** Names that stand in the line itself, in this order. All others go into `extra`. */
  readonly fields: readonly string[];
}

const app: LineForm = { logType: 'app', fields: [] };

const audits: readonly (readonly [string, LineForm])[] = [
  [
    'audit.request',
    {
      logType: 'api',
      fields: [
        ...['service_name', 'request_type', 'protocol', 'user_id', 'user_info', 'request_repr'],
        ...['response_repr', 'error_message', 'execution_time'],
      ],
    },
  ],
  [
    'audit.model',
    {
      logType: 'audit',
      fields: [...['model', 'event_type', 'instance_id', 'instance_repr', 'user_id', 'user_info']],
    },
  ],
  [
    'audit.login',
    { logType: 'login', fields: ['user_id', 'user_info', 'event', 'success', 'error'] },
  ],
];

/** The form of the lines of a logger. Names below one of the three have its form. */
export function lineForm(name: string): LineForm {
  const found = audits.find(([audit]) => name === audit || name.startsWith(`${audit}.`));
  return found?.[1] ?? app;
}

/** What stands in `log_type`: in a process that serves nobody, its role. */
export function logTypeIn(role: string, logType: LogType): string {
  return role !== 'app' && (logType === 'app' || logType === 'audit') ? role : logType;
}
