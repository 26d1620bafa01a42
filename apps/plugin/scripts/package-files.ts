import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupFields } from '../src/admin/setup/fields.ts';
import { buildManifest } from './manifest.ts';

const here = (path: string) => new URL(`../${path}`, import.meta.url);

/**
 * Completes a folder into the package that is installed and published: its package.json, the manifest that the host reads
 * before any code of the plugin runs, README and licence.
 */
export function writePackage(folder: string): void {
  const writeJson = (name: string, value: object) =>
    writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  const {
    scripts: _,
    devDependencies: __,
    publishConfig,
    openclaw,
    ...published
  } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
  // The host offers the options of `channels add` before it runs any code of a plugin.
  const setup = { fields: Object.entries(setupFields).map(([key, field]) => ({ key, ...field })) };
  writeJson('package.json', {
    ...published,
    openclaw: { ...openclaw, channel: { ...openclaw.channel, setup } },
    publishConfig: { access: publishConfig.access },
  });
  writeJson('openclaw.plugin.json', buildManifest());
  copyFileSync(here('README.md'), join(folder, 'README.md'));
  copyFileSync(here('../../LICENSE'), join(folder, 'LICENSE'));
}
