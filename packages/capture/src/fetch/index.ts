export { captureFetch, type FetchCaptureOptions } from './capture-fetch.ts';
