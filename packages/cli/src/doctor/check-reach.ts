import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { createApiClient } from '../reach/api-client.ts';
import type { Address } from '../reach/find-collector.ts';
import type { Finding } from './check.ts';

const largeSkewMs = 5000;

/** Whether a collector answers, knows the key, has about the same time, and uses its cache. */
export async function checkReach(address: Address | null, stop: AbortSignal): Promise<Finding[]> {
  const name = 'reach';
  if (address === null) {
    const fix = 'whodid server starts one; WHODID_URL and WHODID_KEY name another';
    return [{ name, verdict: 'warning', text: 'No collector is running here', fix }];
  }
  try {
    return await askCollector(address, stop);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const fix =
      error.fix === undefined || error.exitCode === exitCodes.unreachable
        ? 'whodid server starts a collector; is WHODID_URL right?'
        : error.fix;
    return [{ name, verdict: 'problem', text: error.message, fix }];
  }
}

async function askCollector(address: Address, stop: AbortSignal): Promise<Finding[]> {
  const client = createApiClient(address, stop);
  const began = performance.now();
  const response = await client.send({ path: '/v1/me' });
  const tookMs = performance.now() - began;
  const { name, scopes } = (await response.json()) as { name: string; scopes: readonly string[] };
  const skewMs = skewOf(response.headers.get('date'), tookMs);
  const text =
    `${client.url} answers in ${Math.round(tookMs)} ms, ` +
    `key “${name}” may ${scopes.join(', ')}`;
  const { cache } = await client.json<Health>({ path: '/healthz' });
  return [{ name: 'reach', verdict: 'ok', text }, clockFinding(skewMs), ...cacheFindings(cache)];
}

interface Health {
  readonly cache?: { readonly warning?: string };
}

function cacheFindings(cache: Health['cache']): Finding[] {
  if (cache?.warning === undefined) return [];
  const fix = 'see to Redis, or to the WHODID_REDIS_URL of the collector';
  return [{ name: 'cache', verdict: 'warning', text: cache.warning, fix }];
}

// The header has whole seconds, so half a second is added; less than one cannot be told.
function skewOf(date: string | null, tookMs: number): number {
  return date === null ? 0 : Date.parse(date) + 500 - (Date.now() - tookMs / 2);
}

function clockFinding(skewMs: number): Finding {
  const seconds = Math.abs(skewMs / 1000).toFixed(0);
  const text = `${seconds} s between this clock and the collector's`;
  if (Math.abs(skewMs) < largeSkewMs) return { name: 'clock', verdict: 'ok', text };
  return { name: 'clock', verdict: 'warning', text, fix: 'let NTP set both clocks' };
}
