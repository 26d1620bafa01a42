import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exists, listFiles, read } from './support/sources.ts';

describe('The documents', () => {
  it('Every path in the table “Where do I change …” exists', () => {
    const [, table = ''] = read('CONTRIBUTING.md').split('## Where do I change …');
    const rows = (table.split('\n## ')[0] ?? '').split('\n').filter(line => line.startsWith('| '));
    const paths = rows.flatMap(row => [...row.matchAll(/`([^`]+\/[^`]+)`/g)].map(([, path = '']) => path));
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter(path => !exists(path))).toEqual([]);
  });

  it('Every file of the plugin that docs/architecture.md or the README of the recovery names exists', () => {
    const documents = ['docs/architecture.md', 'apps/plugin/src/recovery/README.md'];
    const named = documents.flatMap(file =>
      [...read(file).matchAll(/`([\w/-]+\/[\w-]+\.ts)`/g)].map(([, path = '']) => path),
    );
    const roots = ['', 'apps/plugin/', 'apps/plugin/src/'];
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(path => !roots.some(root => exists(root + path)))).toEqual([]);
  });

  it('Every link to a file leads to a file of the repository', () => {
    const links = listFiles('*.md').flatMap(file =>
      [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = '']) => target.replace(/#.*$/, ''))
        .filter(target => target !== '' && !/^[a-z]+:/.test(target))
        .map(target => ({ file, target: posix.join(posix.dirname(file), target) })),
    );
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(({ target }) => !exists(target))).toEqual([]);
  });
});

/** Code in a document can look like a link. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}
