import { fileURLToPath } from 'node:url';

export const dashboardDirectory = fileURLToPath(new URL('./dist', import.meta.url));
