// Writes docs/configuration.md anew, after a key has been added or its description changed.
import { writeFileSync } from 'node:fs';
import { buildConfigurationPage } from './configuration-page.ts';

writeFileSync(new URL('../../../docs/configuration.md', import.meta.url), buildConfigurationPage());
