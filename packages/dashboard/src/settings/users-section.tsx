import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useMe } from '../account/me.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useSend } from '../api/use-send.ts';
import { Button } from '../controls/button.tsx';
import { ConfirmButton } from '../controls/confirm-button.tsx';
import { Icon } from '../controls/icon.tsx';
import { Card, SkeletonLines } from '../page/card.tsx';
import { Notice } from '../page/notice.tsx';
import { Answered } from '../page/page.tsx';
import { PlainTable } from '../table/plain-table.tsx';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { Ago } from '../time/moment.tsx';
import { Fault } from './fields.tsx';
import style from './settings.module.css';
import { changeUser, fetchUsers, type User } from './settings.ts';
import { ChangeForm, UserForm } from './user-forms.tsx';

const question = ['users'] as const;

/** Who can sign in: makes users, changes their role and password, disables them. */
export function UsersSection(): JSX.Element {
  const client = useQueryClient();
  const answer = useAnswer(question, fetchUsers);
  const [changing, setChanging] = useState<User | null>(null);
  const [done, setDone] = useState('');
  const settle = (text: string): void => {
    setDone(text);
    void client.invalidateQueries({ queryKey: question });
  };
  const disabling = useSend(
    ({ id, disabledAt }: User) => changeUser(id, { disabled: disabledAt === undefined }),
    (user) => settle(`${user.name} is ${user.disabledAt === undefined ? 'enabled' : 'disabled'}.`),
  );
  return (
    <>
      {changing === null ? null : (
        <Card key={changing.id} title={`Change ${visible(changing.name)}`}>
          <ChangeForm
            user={changing}
            onDone={(user) => {
              setChanging(null);
              if (user !== null) settle(`${user.name} is changed.`);
            }}
          />
        </Card>
      )}
      <p role="status" className={style.done}>
        {done === '' ? null : (
          <>
            <Icon name="check" /> {visible(done)}
          </>
        )}
      </p>
      <Fault problem={disabling.problem} />
      <Answered answer={answer} skeleton={<SkeletonLines count={6} />}>
        {(users) =>
          users.length === 0 ? (
            <Notice title="There is no user yet">
              <p>Everybody who looks at the log should be one. Make the first below.</p>
            </Notice>
          ) : (
            <Users
              users={users}
              isBusy={disabling.isBusy}
              onChange={setChanging}
              onSwitch={disabling.send}
            />
          )
        }
      </Answered>
      {changing === null ? (
        <Card title="Make a user">
          <UserForm onMade={({ name }) => settle(`${name} can sign in now.`)} />
        </Card>
      ) : null}
    </>
  );
}

function Users({
  users,
  isBusy,
  onChange,
  onSwitch,
}: {
  users: readonly User[];
  isBusy: boolean;
  onChange: (user: User) => void;
  onSwitch: (user: User) => void;
}): JSX.Element {
  const me = useMe();
  return (
    <PlainTable
      label="Users"
      rows={users}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Name', cell: ({ name }) => <Captured text={name} /> },
        { name: 'Role', cell: ({ role }) => role },
        {
          name: 'State',
          cell: ({ disabledAt }) => (disabledAt === undefined ? 'can sign in' : 'disabled'),
        },
        {
          name: 'Signs in with',
          cell: ({ signsInWith }) => (signsInWith === 'oidc' ? 'the provider' : 'a password'),
        },
        {
          name: 'Last sign-in',
          cell: ({ lastSignInAt }) =>
            lastSignInAt === undefined ? 'never' : <Ago at={lastSignInAt} />,
        },
        {
          name: 'Change',
          cell: (user) =>
            user.id === me?.id ? (
              'you'
            ) : (
              <span className={style.actions}>
                {user.signsInWith === 'oidc' ? null : (
                  <Button
                    small
                    aria-label={`Change ${visible(user.name)}`}
                    onClick={() => onChange(user)}
                  >
                    Change
                  </Button>
                )}
                <Switch user={user} isBusy={isBusy} onSwitch={onSwitch} />
              </span>
            ),
        },
      ]}
    />
  );
}

function Switch({
  user,
  isBusy,
  onSwitch,
}: {
  user: User;
  isBusy: boolean;
  onSwitch: (user: User) => void;
}): JSX.Element {
  const isOn = user.disabledAt === undefined;
  const label = isOn ? 'Disable' : 'Enable';
  return (
    <ConfirmButton
      label={label}
      name={`${label} ${visible(user.name)}`}
      question={isOn ? 'They are signed out at once. Disable?' : 'They can sign in again. Enable?'}
      isBusy={isBusy}
      onConfirm={() => onSwitch(user)}
    />
  );
}
