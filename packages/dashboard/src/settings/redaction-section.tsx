import type { JSX } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { byteText } from '../entry/byte-text.ts';
import { Fact, Facts } from '../entry/facts.tsx';
import { Card, Cards, SkeletonLines } from '../page/card.tsx';
import { Answered } from '../page/page.tsx';
import { visible } from '../text/visible.ts';
import style from './settings.module.css';
import { fetchSettings, type Settings } from './settings.ts';

/** What the collector takes out of entries once more, after the apps did. */
export function RedactionSection(): JSX.Element {
  const answer = useAnswer(['settings'], fetchSettings);
  return (
    <Answered answer={answer} skeleton={<SkeletonLines count={10} />}>
      {({ redaction }) => <Redaction redaction={redaction} />}
    </Answered>
  );
}

function Redaction({ redaction }: { redaction: Settings['redaction'] }): JSX.Element {
  const { headers, keepHeaders, keepKeys, limits, mask, maskKeys } = redaction;
  return (
    <>
      <p className={style.soft}>
        Apps take secrets out before anything leaves them. The collector does it once more, with
        these rules. What was taken out is not kept anywhere, so nobody can look it up.
      </p>
      <Cards>
        <Card title="Always taken out">
          <p className={style.soft}>
            Values whose name says that they are secret (passwords, tokens, keys, codes, card
            numbers), headers that are not known to be harmless, and whatever has the form of a
            secret: tokens, keys of cloud services, private keys, card numbers, passwords in
            addresses.
          </p>
          <Facts>
            <Fact name="In its place">{mask}</Fact>
          </Facts>
        </Card>
        <Card title="Taken out besides">
          <Names names={maskKeys} none="No names of your own." />
        </Card>
        <Card title="Headers kept besides">
          <Names names={headers} none="No headers of your own." />
        </Card>
        <Card title="Kept although it is secret">
          <Names
            names={[...keepKeys, ...keepHeaders]}
            none="Nothing: no built-in rule is weakened."
          />
        </Card>
        <Card title="Cut off">
          <Facts>
            <Fact name="A text">{`after ${byteText(limits.stringBytes)}`}</Fact>
            <Fact name="An entry">{`after ${byteText(limits.entryBytes)}`}</Fact>
            <Fact name="Nesting">{`below ${limits.depth} levels`}</Fact>
            <Fact name="A list">{`after ${limits.keys.toLocaleString()} members`}</Fact>
          </Facts>
        </Card>
      </Cards>
    </>
  );
}

function Names({ names, none }: { names: readonly string[]; none: string }): JSX.Element {
  if (names.length === 0) return <p className={style.soft}>{none}</p>;
  return (
    <ul className={style.names}>
      {names.map((name) => (
        <li key={name}>
          <code>{visible(name)}</code>
        </li>
      ))}
    </ul>
  );
}
