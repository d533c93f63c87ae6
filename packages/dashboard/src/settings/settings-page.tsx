import type { ComponentType, JSX } from 'react';
import { useParams } from 'wouter';
import { type Me, may, type Scope, useMe } from '../account/me.ts';
import { TabLinks } from '../controls/tab-links.tsx';
import { isMounted } from '../mount.ts';
import { SkeletonLines } from '../page/card.tsx';
import { Notice } from '../page/notice.tsx';
import { Page, useTitle } from '../page/page.tsx';
import { KeysSection } from './keys-section.tsx';
import { LooksSection } from './looks-section.tsx';
import { OverviewSection } from './overview-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RedactionSection } from './redaction-section.tsx';
import { UsersSection } from './users-section.tsx';

interface Section {
  readonly path: string;
  readonly name: string;
  readonly lead: string;
  /** Who can use it. `person` is somebody who signed in as a user. */
  readonly needs: Scope | 'person';
  readonly show: ComponentType;
}

const sections: readonly Section[] = [
  {
    ...{ path: '', name: 'Collector', needs: 'read', show: OverviewSection },
    lead: 'What the collector was started with',
  },
  {
    ...{ path: 'keys', name: 'Keys', needs: 'admin', show: KeysSection },
    lead: 'With which apps send, and programs read',
  },
  {
    ...{ path: 'users', name: 'Users', needs: 'admin', show: UsersSection },
    lead: 'Who can sign in, and what they may',
  },
  {
    ...{ path: 'redaction', name: 'Redaction', needs: 'read', show: RedactionSection },
    lead: 'What is taken out before it is kept',
  },
  {
    ...{ path: 'looks', name: 'Who looked', needs: 'audit', show: LooksSection },
    lead: 'Every look at the log is an entry itself',
  },
  {
    ...{ path: 'password', name: 'Password', needs: 'person', show: PasswordSection },
    lead: 'Your own',
  },
];

/** How the collector is set up, and who has access. Everybody sees what they can use. */
export function SettingsPage(): JSX.Element {
  const me = useMe();
  const { section: path = '' } = useParams<{ section?: string }>();
  const mine = sections.filter(({ needs }) => me !== undefined && can(me, needs));
  // Who may not see the first section is shown the first that they may.
  const wanted = sections.find((section) => section.path === path);
  const here = path === '' ? (mine[0] ?? wanted) : wanted;
  useTitle(here === undefined ? 'Settings' : `${here.name} · Settings`);
  return (
    <Page title="Settings" lead={here?.lead}>
      {me === undefined ? (
        <SkeletonLines count={6} />
      ) : (
        <>
          <TabLinks
            label="Settings"
            tabs={mine.map((section) => ({
              name: section.name,
              href: section.path === '' ? '/settings' : `/settings/${section.path}`,
              isHere: section === here,
            }))}
          />
          <Shown section={here} me={me} />
        </>
      )}
    </Page>
  );
}

function Shown({ section, me }: { section: Section | undefined; me: Me }): JSX.Element {
  if (section === undefined) {
    return (
      <Notice title="There is no such page">
        <p>Choose one of those above.</p>
      </Notice>
    );
  }
  if (can(me, section.needs)) return <section.show />;
  return (
    <Notice title="You cannot use this page">
      <p>{section.needs === 'person' ? withoutPassword : needed[section.needs]}</p>
    </Notice>
  );
}

function can(me: Me, needs: Section['needs']): boolean {
  return needs === 'person' ? me.userId !== undefined && !isMounted() : may(me.scopes, needs);
}

const withoutPassword =
  'You signed in with a link or with your app, so there is no password here. Users with one are made with: whodid users create';

const needed: Readonly<Partial<Record<Scope, string>>> = {
  read: 'It needs somebody who may read all entries: a viewer, an auditor or an admin.',
  audit: 'It needs an auditor or an admin.',
  admin:
    'It needs an admin. A sign-in link is none; on the machine of the collector, make one with: whodid users create',
};
