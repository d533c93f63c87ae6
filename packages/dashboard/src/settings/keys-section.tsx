import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { useSend } from '../api/use-send.ts';
import { ConfirmButton } from '../controls/confirm-button.tsx';
import { Card, SkeletonLines } from '../page/card.tsx';
import { Notice } from '../page/notice.tsx';
import { Answered } from '../page/page.tsx';
import { PlainTable } from '../table/plain-table.tsx';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { Ago } from '../time/moment.tsx';
import { Fault } from './fields.tsx';
import { KeyForm } from './key-form.tsx';
import { NewKey } from './new-key.tsx';
import { fetchKeys, type Key, revokeKey } from './settings.ts';

const question = ['keys'] as const;

/** The API keys of the tenant: makes them, shows a new one once, ends them. */
export function KeysSection(): JSX.Element {
  const client = useQueryClient();
  const answer = useAnswer(question, fetchKeys);
  const [made, setMade] = useState<(Key & { readonly key: string }) | null>(null);
  const refresh = (): void => void client.invalidateQueries({ queryKey: question });
  const revoking = useSend(revokeKey, refresh);
  return (
    <>
      {made === null ? null : <NewKey made={made} onDone={() => setMade(null)} />}
      <Fault problem={revoking.problem} />
      <Answered answer={answer} skeleton={<SkeletonLines count={6} />}>
        {(keys) =>
          keys.length === 0 ? (
            <Notice title="There is no key yet">
              <p>An app needs one to send its entries. Make it below, with the scope “ingest”.</p>
            </Notice>
          ) : (
            <Keys keys={keys} isBusy={revoking.isBusy} onRevoke={revoking.send} />
          )
        }
      </Answered>
      <Card title="Make a key">
        <KeyForm
          onMade={(key) => {
            setMade(key);
            refresh();
          }}
        />
      </Card>
    </>
  );
}

function Keys({
  keys,
  isBusy,
  onRevoke,
}: {
  keys: readonly Key[];
  isBusy: boolean;
  onRevoke: (key: Key) => void;
}): JSX.Element {
  return (
    <PlainTable
      label="Keys"
      // Those that work first, and of them the newest.
      rows={keys.toSorted((a, b) => rank(a) - rank(b) || b.createdAt.localeCompare(a.createdAt))}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Name', cell: ({ name }) => <Captured text={name} /> },
        { name: 'May', cell: ({ scopes }) => scopes.join(', ') },
        { name: 'State', cell: (key) => <KeyState shown={key} /> },
        {
          name: 'Last used',
          cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? 'never' : <Ago at={lastUsedAt} />),
        },
        { name: 'Made', cell: ({ createdAt }) => <Ago at={createdAt} /> },
        {
          name: 'Change',
          cell: (key) =>
            key.revokedAt === undefined ? (
              <ConfirmButton
                label="Revoke"
                name={`Revoke ${visible(key.name)}`}
                question="Whoever uses it is refused at once. Revoke it?"
                isBusy={isBusy}
                onConfirm={() => onRevoke(key)}
              />
            ) : null,
        },
      ]}
    />
  );
}

function KeyState({ shown }: { shown: Key }): JSX.Element {
  const { expiresAt, revokedAt, userId } = shown;
  if (revokedAt !== undefined) {
    return (
      <>
        revoked <Ago at={revokedAt} />
      </>
    );
  }
  return (
    <>
      {expiresAt === undefined ? (
        'works'
      ) : (
        <>
          {isOver(expiresAt) ? 'expired' : 'works, until'} <Ago at={expiresAt} />
        </>
      )}
      {userId === undefined ? null : (
        <>
          , for <Captured text={userId} />
        </>
      )}
    </>
  );
}

function rank({ expiresAt, revokedAt }: Key): number {
  if (revokedAt !== undefined) return 2;
  return expiresAt !== undefined && isOver(expiresAt) ? 1 : 0;
}

function isOver(at: string): boolean {
  return Date.parse(at) <= Date.now();
}
