import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root: string = fileURLToPath(new URL('../../../', import.meta.url));

/** The files that git knows or would add, relative to the top. */
export function listFiles(...patterns: string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
}

/** A file's text. */
export function read(path: string): string {
  return readFileSync(new URL(path, `file://${root}`), 'utf8');
}

/** Every module that a source file names, statically or in a dynamic import. */
export function importsOf(source: string): string[] {
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1] as string);
}
