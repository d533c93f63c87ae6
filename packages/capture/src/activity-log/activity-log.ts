import { randomUUID } from 'node:crypto';
import {
  type Acknowledgement,
  ambient,
  type Draft,
  nearest,
  type Outcome,
  type Recorder,
  type RecorderState,
  type RecordOptions,
  type Redactor,
  WhodidError,
  within,
} from '@whodid/core';
import { outcomeOfStatusCode } from '../exchange/outcome.ts';
import { type ActivityData, activityDataNames } from './activity-data.ts';
import { type ActivityDraftTools, activityDraft } from './activity-draft.ts';
import { responseTo } from './request-facts.ts';
import { type Ending, whenAnswered } from './when-answered.ts';

/** Sends what people do to a logger, as document 000 describes it. */
export interface ActivityLog {
  /**
   * Sends one activity and resolves when the logger, or the queue on the way to it, has taken it, or as
   * soon as it is as safe as `until` says. It goes on being sent when that takes longer than `waitMs`.
   *
   * @throws WhodidError `ACKNOWLEDGEMENT_LATE`, `ENTRY_REFUSED`, `RECORDER_CLOSED`; `CONFIG_INVALID` for
   * data that is no object.
   */
  createLog(data: ActivityData, options?: RecordOptions): Promise<Acknowledgement>;

  /** The same without waiting. */
  readonly sendActivityLog: {
    /**
     * Sends one activity and returns at once. Never throws: what goes wrong is a fault.
     *
     * While its request is not answered it waits for that, to know the outcome: the activity is in
     * the kernel before the client has the first byte. With an `outcome` it is at once.
     */
    delay(data: ActivityData): void;
  };

  /** How things are between this process and the logger. */
  state(): RecorderState;

  /** See `Recorder.close`. */
  close(waitMs?: number): Promise<void>;
}

const where = 'activity-log';

/** The activity log that sends what a recorder of its own keeps. */
export class RecordedActivityLog implements ActivityLog {
  readonly sendActivityLog: ActivityLog['sendActivityLog'];
  readonly #recorder: Recorder;
  readonly #redactor: Redactor;
  readonly #serviceName: string;

  constructor(
    recorder: Recorder,
    { redactor, serviceName }: Pick<ActivityDraftTools, 'redactor' | 'serviceName'>,
  ) {
    this.#recorder = recorder;
    this.#redactor = redactor;
    this.#serviceName = serviceName;
    this.sendActivityLog = {
      delay: (data) => {
        try {
          this.#delay(data);
        } catch (error) {
          recorder.fault(where, error);
        }
      },
    };
  }

  async createLog(data: ActivityData, options?: RecordOptions): Promise<Acknowledgement> {
    const draft = this.#draft(data);
    return this.#recorder.record(
      { ...draft, outcome: draft.outcome ?? outcomeSoFar(data) },
      { until: 'remote', ...options },
    );
  }

  state(): RecorderState {
    return this.#recorder.state();
  }

  close(waitMs?: number): Promise<void> {
    return this.#recorder.close(waitMs);
  }

  #delay(data: ActivityData): void {
    const draft = this.#draft(data);
    const response = responseTo(data.request);
    if (draft.outcome !== undefined || response === undefined || isAnswered(response)) {
      void this.#recorder.record({ ...draft, outcome: draft.outcome ?? outcomeSoFar(data) });
      return;
    }
    // The app goes on, and may change what it handed over.
    const kept = snapshot(draft, this.#redactor);
    const here = ambient();
    const { over, giveUp } = whenAnswered(response, (ending) => {
      const endDate = new Date(this.#recorder.now()).toISOString();
      within(here, () => void this.#recorder.record(ended(kept, ending, endDate)));
    });
    this.#recorder.hold(over, giveUp);
  }

  #draft(data: ActivityData): Draft {
    if (typeof data !== 'object' || data === null) {
      throw new WhodidError('CONFIG_INVALID', {
        option: 'activityLog.data',
        wanted: 'an object',
        got: typeof data,
      });
    }
    this.#reportUnknown(data);
    return activityDraft(data, {
      redactor: this.#redactor,
      serviceName: this.#serviceName,
      newId: randomUUID,
      now: this.#recorder.now(),
    });
  }

  // What is misspelt is left out, and the rest is worth having.
  #reportUnknown(data: object): void {
    const unknown = Object.keys(data).find((name) => !activityDataNames.some((n) => n === name));
    if (unknown === undefined) return;
    const option = unknown.slice(0, 64);
    const suggestion = nearest(option, activityDataNames);
    this.#recorder.fault(
      where,
      new WhodidError('CONFIG_UNKNOWN', {
        option: `${where}.${option}`,
        ...(suggestion === undefined ? {} : { nearest: suggestion }),
      }),
    );
  }
}

function outcomeSoFar({ request }: ActivityData): Outcome {
  const response = responseTo(request);
  return response !== undefined && isAnswered(response)
    ? outcomeOfStatusCode(response.statusCode)
    : 'success';
}

function isAnswered(response: {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
}): boolean {
  return response.headersSent || response.destroyed;
}

/** The draft without anything that belongs to the app, and without secrets already. */
function snapshot(draft: Draft, redactor: Redactor): Draft {
  const { change, data } = draft;
  const fields = change?.fields.map(({ name, ...sides }) => ({
    name,
    ...Object.fromEntries(
      Object.entries(sides).map(([side, value]) => [side, redactor.named(name, value, '', [])]),
    ),
  }));
  return {
    ...draft,
    ...(change === undefined || fields === undefined ? {} : { change: { ...change, fields } }),
    data: redactor.value(data, 'data', []),
  };
}

function ended(draft: Draft, ending: Ending, endDate: string): Draft {
  const { activityLog } = draft.data as { readonly activityLog: object };
  const result =
    'statusCode' in ending
      ? { outcome: outcomeOfStatusCode(ending.statusCode) }
      : { outcome: 'unknown' as const, reason: draft.reason ?? ending.brokenOff };
  return { ...draft, ...result, data: { activityLog: { ...activityLog, endDate } } };
}
