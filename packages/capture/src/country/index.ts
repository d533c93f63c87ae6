export { countryFile } from './country-file.ts';
