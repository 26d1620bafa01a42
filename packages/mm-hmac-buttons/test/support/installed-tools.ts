import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program is in the path. */
export function isInstalled(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some(folder => existsSync(join(folder, tool)));
}

/** Fails the test when programs that it runs are not installed. */
export function requireTools(tools: readonly string[]): void {
  const missing = tools.filter(tool => !isInstalled(tool));
  if (missing.length > 0) throw new Error(`this test needs ${missing.join(', ')}: install it`);
}
