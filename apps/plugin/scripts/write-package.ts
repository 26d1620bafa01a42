// Completes `dist`, which tsup has filled with the modules.
import { fileURLToPath } from 'node:url';
import { writePackage } from './package-files.ts';

writePackage(fileURLToPath(new URL('../dist', import.meta.url)));
