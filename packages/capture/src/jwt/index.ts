export type { Identity, Refusal, TokenReader, TokenVerdict } from '../identity/token-reader.ts';
export type { JwtTokensOptions } from './jwt-options.ts';
export { jwtTokens } from './jwt-tokens.ts';
