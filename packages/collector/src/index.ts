export type { KeyInfo, KeyRequest } from './access/keys.ts';
export { type Scope, scopes } from './access/scopes.ts';
export { openRedisInfo, type RedisInfo } from './cache/redis-info.ts';
export type { Collector } from './collector.ts';
export type { CollectorOptions } from './collector-options.ts';
export { createCollector } from './create-collector.ts';
export type { LocalFile } from './local-file.ts';
export { type ProblemBody, type ProblemCode, problemCodes } from './problem/problem.ts';
export type { RateLimitOptions } from './rate-limits/rate-limit-options.ts';
