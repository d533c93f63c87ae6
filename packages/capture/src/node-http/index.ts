export { captureNodeHttp, type NodeHttpCaptureOptions } from './capture-node-http.ts';
