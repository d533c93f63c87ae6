import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { fetchHealth } from '../api/collector.ts';
import { Icon } from '../controls/icon.tsx';
import style from './frame.module.css';

const everyMs = 15_000;

type Health = 'checking' | 'well' | 'away';

const labels: Readonly<Record<Health, string>> = {
  checking: 'Checking',
  well: 'Collecting',
  away: 'Not answering',
};

const titles: Readonly<Record<Health, string>> = {
  checking: 'Asking the collector how it is',
  well: 'The collector answers and can write',
  away: 'The collector does not answer, or cannot write',
};

/** Whether the collector is well, asked every 15 s. */
export function HealthDot(): JSX.Element {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => fetchHealth(signal).then(() => true),
    refetchInterval: everyMs,
    refetchOnWindowFocus: true,
    retry: false,
  });
  const state = stateOf(health.isError, health.data);
  return (
    <span className={style.health} data-health={state} title={titles[state]}>
      {state === 'away' ? <Icon name="warning" size={14} /> : <span className={style.dot} />}
      <span className={style.healthWord}>{labels[state]}</span>
    </span>
  );
}

function stateOf(failed: boolean, well: boolean | undefined): Health {
  if (failed) return 'away';
  return well === true ? 'well' : 'checking';
}
