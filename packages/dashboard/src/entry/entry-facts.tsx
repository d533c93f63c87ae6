import type { Actor, Client, EntryFields, Service, Target } from '@whodid/core';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { actorName } from '../sentence/actor-text.ts';
import { targetText } from '../sentence/target-text.ts';
import { Captured } from '../text/captured.tsx';
import { programText } from '../text/program-text.ts';
import { FullTime } from '../time/moment.tsx';
import { personPath, resourcePath } from '../values/actor-term.ts';
import style from './facts.module.css';
import { Aside, Fact, Facts } from './facts.tsx';
import { QueryLink } from './query-link.tsx';
import { Fold, Section } from './section.tsx';

/** Who, what, on what, why, from where: what people look for first. */
export function EntryFacts({ entry }: { entry: EntryFields }): JSX.Element {
  const { actor, onBehalfOf, targets, action, reason, message, client, service, ambient } = entry;
  return (
    <Section title="What happened" isQuiet>
      <Facts>
        <Fact name="Who">
          <ActorFact actor={actor} field="actor" />
        </Fact>
        <Fact name="On behalf of">
          {onBehalfOf?.map((other) => (
            <ActorFact key={`${other.type} ${other.id}`} actor={other} field="onbehalfof" />
          ))}
        </Fact>
        <Fact name="Action">
          <code>
            <QueryLink field="action" value={action} />
          </code>
        </Fact>
        <Fact name="On">{targets.length === 0 ? null : <TargetFacts targets={targets} />}</Fact>
        <Fact name="Reason">{reason}</Fact>
        <Fact name="Message">{message}</Fact>
        <Fact name="From">{client === undefined ? null : <ClientFact client={client} />}</Fact>
        <Fact name="Service">
          <ServiceFact service={service} />
        </Fact>
        <Fact name="Request id">
          {ambient?.requestId && <QueryLink field="request" value={ambient.requestId} />}
        </Fact>
        <Fact name="Session id">
          {ambient?.sessionId && <QueryLink field="session" value={ambient.sessionId} />}
        </Fact>
      </Facts>
    </Section>
  );
}

/** The rest of the ids and times: for those who compare with other systems. */
export function EntryIds({ entry }: { entry: EntryFields }): JSX.Element {
  const { id, kind, stream, level, tenant, module, moduleId, endpoint, ambient, producer } = entry;
  return (
    <Fold title="Identity and origin">
      <Facts>
        <Fact name="Entry id">
          <QueryLink field="id" value={id} />
        </Fact>
        <Fact name="Kind">
          <QueryLink field="kind" value={kind} />
        </Fact>
        <Fact name="Stream">
          {stream === undefined ? null : <QueryLink field="stream" value={stream} />}
        </Fact>
        <Fact name="Level">{level?.toString()}</Fact>
        <Fact name="Tenant">{tenant}</Fact>
        <Fact name="Module">{[module, moduleId].filter(Boolean).join(' · ') || null}</Fact>
        <Fact name="Endpoint">{endpoint}</Fact>
        <Fact name="Observed">
          <FullTime at={entry.observedAt} />
        </Fact>
        <Fact name="Trace id">
          {ambient?.traceId && <QueryLink field="trace" value={ambient.traceId} />}
        </Fact>
        <Fact name="Span id">{ambient?.spanId}</Fact>
        <Fact name="Correlation">{ambient?.correlationId}</Fact>
        <Fact name="Causation">{ambient?.causationId}</Fact>
        <Fact name="Transaction">{ambient?.transactionId}</Fact>
        <Fact name="Producer">{`${producer.id} · ${producer.epoch} · number ${producer.seq}`}</Fact>
      </Facts>
    </Fold>
  );
}

function ActorFact({ actor, field }: { actor: Actor; field: 'actor' | 'onbehalfof' }): JSX.Element {
  const { type, id, email, role, credential } = actor;
  const name = actorName(actor);
  const known = [name === id || type === 'anonymous' ? '' : id, email === name ? '' : email];
  const more = [...known, type === 'user' || type === 'anonymous' ? '' : type, role];
  return (
    <div>
      <QueryLink field={field} value={id}>
        <Captured text={name} />
      </QueryLink>
      <Aside text={more.filter(Boolean).join(' · ')} />
      {credential === undefined ? null : <Aside text={`with ${credential}`} />}
      {type === 'anonymous' ? null : (
        <Link className={style.page} href={personPath(`${type}:${id}`)}>
          Person
        </Link>
      )}
    </div>
  );
}

function TargetFacts({ targets }: { targets: readonly Target[] }): JSX.Element {
  return (
    <div className={style.lines}>
      {targets.map((target) => (
        <div key={`${target.type} ${target.id}`}>
          <QueryLink field="target" value={`${target.type}:${target.id}`}>
            <Captured text={targetText(target)} />
          </QueryLink>
          {target.name === undefined ? null : <Aside text={target.id} />}
          <Link className={style.page} href={resourcePath(`${target.type}:${target.id}`)}>
            History
          </Link>
        </div>
      ))}
    </div>
  );
}

function ClientFact({ client }: { client: Client }): JSX.Element {
  const { ip, ipTrusted, peerIp, country, userAgent } = client;
  const program = programText(client);
  const from = [country, program === userAgent ? undefined : program].filter(Boolean).join(' · ');
  return (
    <div className={style.lines}>
      <div>
        <QueryLink field="ip" value={ip} />
        <Aside text={ipTrusted ? undefined : '(not proven)'} />
        <Aside text={peerIp === undefined ? undefined : `through ${peerIp}`} />
        <Aside text={from === '' ? undefined : `· ${from}`} />
      </div>
      {userAgent === undefined ? null : (
        <div className={style.aside}>
          <Captured text={userAgent} />
        </div>
      )}
    </div>
  );
}

function ServiceFact({ service }: { service: Service }): JSX.Element {
  const { name, version, instance, environment } = service;
  return (
    <>
      <QueryLink field="service" value={name} />
      <Aside text={[version, environment, instance].filter(Boolean).join(' · ')} />
    </>
  );
}
