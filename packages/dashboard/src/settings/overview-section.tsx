import type { JSX } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { byteText } from '../entry/byte-text.ts';
import { Fact, Facts } from '../entry/facts.tsx';
import { Card, Cards, SkeletonLines } from '../page/card.tsx';
import { Answered } from '../page/page.tsx';
import style from './settings.module.css';
import { fetchSettings, type Settings } from './settings.ts';

/** What the collector was started with. */
export function OverviewSection(): JSX.Element {
  const answer = useAnswer(['settings'], fetchSettings);
  return (
    <Answered answer={answer} skeleton={<SkeletonLines count={10} />}>
      {(settings) => <Overview settings={settings} />}
    </Answered>
  );
}

function Overview({ settings }: { settings: Settings }): JSX.Element {
  const { collector, limits, retentionDays, signIn } = settings;
  return (
    <>
      <Cards>
        <Card title="Collector">
          <Facts>
            <Fact name="Version">{collector.version}</Fact>
            <Fact name="Node">{collector.node}</Fact>
            <Fact name="Store">{collector.store}</Fact>
            <Fact name="Cache">{collector.cache}</Fact>
            <Fact name="Reached by">
              {collector.onlyThisMachine ? 'this machine only' : 'other machines too'}
            </Fact>
            <Fact name="Address">{collector.publicUrl}</Fact>
          </Facts>
        </Card>
        <Card title="Kept">
          <Facts>
            <Fact name="Entries">
              {retentionDays === null ? 'for ever' : `${retentionDays} days`}
            </Fact>
            <Fact name="At once">
              {`${limits.entriesAtOnce.toLocaleString()} entries, ${byteText(limits.bodyBytes)}`}
            </Fact>
          </Facts>
        </Card>
        <Card title="Signing in">
          <Facts>
            <Fact name="Link">from the terminal: whodid link</Fact>
            <Fact name="Password">{signIn.password ? 'yes' : 'nobody has one'}</Fact>
            <Fact name="Provider">{signIn.oidc === null ? 'none' : signIn.oidc.name}</Fact>
            <Fact name="Tokens">
              {signIn.tokens ? 'of the app’s own users' : 'none are good here'}
            </Fact>
          </Facts>
        </Card>
        <Card title="Requests in a minute">
          {limits.perMinute === null ? (
            <p className={style.soft}>As many as come.</p>
          ) : (
            <Facts>
              {Object.entries(limits.perMinute).map(([name, count]) => (
                <Fact key={name} name={limitNames[name] ?? name}>
                  {count.toLocaleString()}
                </Fact>
              ))}
            </Facts>
          )}
        </Card>
      </Cards>
      <p className={style.soft}>
        This is set where the collector is started, and changes when it is started again.
      </p>
    </>
  );
}

const limitNames: Readonly<Record<string, string>> = {
  ingestPerCredential: 'Posts, a key',
  ingestPerTenant: 'Posts, a tenant',
  requestsPerCredential: 'Others, a key',
  requestsPerTenant: 'Others, a tenant',
  anonymousPerAddress: 'Without a key',
  failedPerAddress: 'Wrong keys',
};
