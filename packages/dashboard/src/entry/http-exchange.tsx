import type { Http, HttpMessage, Json } from '@whodid/core';
import type { JSX } from 'react';
import { Captured } from '../text/captured.tsx';
import { durationText } from '../time/instants.ts';
import { byteText } from './byte-text.ts';
import { entryJson } from './copy-as.ts';
import { Fact, Facts } from './facts.tsx';
import style from './http-exchange.module.css';
import { QueryLink } from './query-link.tsx';
import { Fold, Section } from './section.tsx';
import { TextBlock } from './text-block.tsx';

/** What was asked and what was answered, as far as it was kept. */
export function HttpExchange({ http }: { http: Http }): JSX.Element {
  const { method, url, route, statusCode, durationMs, request, response, error } = http;
  return (
    <>
      <Section title="Request" aside={<Size message={request} />}>
        <p className={style.line}>
          <b>
            <Captured text={method} />
          </b>{' '}
          <Captured text={url} />
        </p>
        {route === undefined ? null : (
          <Facts>
            <Fact name="Route">
              <code>
                <QueryLink field="route" value={route} />
              </code>
            </Fact>
          </Facts>
        )}
        <Message message={request} what="request" />
      </Section>
      <Section title="Response" aside={<Size message={response} />}>
        <p className={style.line}>
          <b>{statusCode ?? 'No answer'}</b> after {durationText(durationMs)}
          {error === undefined ? null : (
            <>
              {' · '}
              <Captured text={error} />
            </>
          )}
        </p>
        <Message message={response} what="response" />
      </Section>
    </>
  );
}

function Message({ message, what }: { message: HttpMessage; what: string }): JSX.Element {
  const headers = Object.entries(message.headers);
  return (
    <>
      {headers.length === 0 ? null : (
        <Fold title={`${headers.length} ${headers.length === 1 ? 'header' : 'headers'}`}>
          <dl className={style.headers}>
            {headers.map(([name, value]) => (
              <div key={name}>
                <dt>
                  <Captured text={name} />
                </dt>
                <dd>
                  <Captured text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </Fold>
      )}
      {message.body === undefined ? null : (
        <TextBlock text={bodyText(message.body)} what={`the ${what} body`} />
      )}
    </>
  );
}

function Size({ message: { body, bodyBytes, cut } }: { message: HttpMessage }): JSX.Element {
  const notes = [
    bodyBytes === 0 ? 'no body' : byteText(bodyBytes),
    cut === true ? 'only the beginning kept' : '',
    bodyBytes > 0 && body === undefined ? 'body not kept' : '',
  ];
  return <span className={style.size}>{notes.filter(Boolean).join(' · ')}</span>;
}

function bodyText(body: Json): string {
  return typeof body === 'string' ? body : entryJson(body);
}
