import type { EntryFields } from '@whodid/core';
import type { JSX } from 'react';
import { Changes } from './changes.tsx';
import { entryJson } from './copy-as.ts';
import { EntryFacts, EntryIds } from './entry-facts.tsx';
import { HttpExchange } from './http-exchange.tsx';
import { MaskedFields } from './masked-fields.tsx';
import { Fold, Section } from './section.tsx';
import { TextBlock } from './text-block.tsx';

/** Everything an entry says, what people ask for first at the top. */
export function EntryDetails({ entry }: { entry: EntryFields }): JSX.Element {
  const { change, http, data, masked } = entry;
  return (
    <>
      <EntryFacts entry={entry} />
      {change === undefined ? null : <Changes change={change} />}
      {http === undefined ? null : <HttpExchange http={http} />}
      {data === undefined ? null : (
        <Section title="Data">
          <TextBlock text={entryJson(data)} what="the data" />
        </Section>
      )}
      {masked === undefined || masked.length === 0 ? null : <MaskedFields masked={masked} />}
      <EntryIds entry={entry} />
      <Fold title="Raw JSON">
        <TextBlock text={entryJson(entry)} what="the raw JSON" />
      </Fold>
    </>
  );
}
