export { type ExpressCaptureOptions, expressCapture } from './express-capture.ts';
