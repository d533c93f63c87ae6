export { HttpClient, type HttpClientOptions } from './http-client.ts';
