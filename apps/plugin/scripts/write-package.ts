// Completes `dist` into the package that is installed and published: its package.json, the manifest that the host reads
// before any code of the plugin runs, README and licence.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { buildManifest } from './manifest.ts';

const here = (path: string) => new URL(`../${path}`, import.meta.url);

function writeJson(path: string, value: object): void {
  writeFileSync(here(path), `${JSON.stringify(value, null, 2)}\n`);
}

const {
  scripts: _,
  devDependencies: __,
  publishConfig,
  ...published
} = JSON.parse(readFileSync(here('package.json'), 'utf8'));
writeJson('dist/package.json', { ...published, publishConfig: { access: publishConfig.access } });
writeJson('dist/openclaw.plugin.json', buildManifest());
copyFileSync(here('README.md'), here('dist/README.md'));
copyFileSync(here('../../LICENSE'), here('dist/LICENSE'));
