// Writes docs/configuration.md. Run it after a key was added or its description was changed.
import { writeFileSync } from 'node:fs';
import { buildConfigurationPage } from './configuration-page.ts';

writeFileSync(new URL('../../../docs/configuration.md', import.meta.url), buildConfigurationPage());
