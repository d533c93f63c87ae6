export { type FastifyCaptureOptions, fastifyCapture } from './fastify-capture.ts';
