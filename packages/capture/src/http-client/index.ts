export { captureHttpClient, type HttpClientCaptureOptions } from './capture-http-client.ts';
