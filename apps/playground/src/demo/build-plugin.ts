import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Builds the plugin into a folder, from the sources of this repository. */
export async function buildPlugin(folder: string, signal: AbortSignal): Promise<void> {
  const at = (path: string) => new URL(`../../../../${path}`, import.meta.url);
  const bundle = fileURLToPath(at('apps/plugin/scripts/bundle.ts'));
  const args = ['--import', at('scripts/run-from-sources.ts').href, bundle, folder];
  const child = spawn(process.execPath, args, { stdio: 'inherit', signal });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The plugin could not be built: its script ended with ${code}.`);
}
