import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root: string = fileURLToPath(new URL('../../../../', import.meta.url));

/** The files that git knows or would add, relative to the top of the repository; without those that were deleted. */
export function listFiles(...patterns: string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...patterns];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n');
  return listed.filter(path => path !== '' && exists(path));
}

/** Whether the repository has this file or folder. */
export function exists(path: string): boolean {
  return existsSync(new URL(path, `file://${root}`));
}

/** A file's text. */
export function read(path: string): string {
  return readFileSync(new URL(path, `file://${root}`), 'utf8');
}
