export { type Browser, browserOf } from './browser-of.ts';
