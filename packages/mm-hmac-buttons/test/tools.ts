import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program is in the path. */
export function isInstalled(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some(folder => existsSync(join(folder, tool)));
}

/** Has a test fail that runs programs which are not there, and say so. */
export function insistOnTools(tools: readonly string[]): void {
  const missing = tools.filter(tool => !isInstalled(tool));
  if (missing.length > 0) throw new Error(`this test runs an example with ${missing.join(', ')}: please install`);
}
