export { memoryDriver } from './memory-driver.ts';
