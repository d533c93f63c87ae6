export type { AxiosLike } from './axios-like.ts';
export { type AxiosCaptureOptions, captureAxios } from './capture-axios.ts';
