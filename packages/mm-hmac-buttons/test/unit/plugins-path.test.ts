import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import table from '../../../../tests/cases/plugin-paths.json' with { type: 'json' };
import { leadsToPlugins } from '../../src/index.ts';

describe('leadsToPlugins', () => {
  it.each(table.cases)('The path $path, on a server below "$subPath", leads to plugins: $leads', one => {
    expect(leadsToPlugins(one.path, one.subPath)).toBe(one.leads);
  });

  it('A path leads to plugins whichever of its letters are encoded, and however often', () => {
    const letters = fc.tuple(...[...'plugins'].map(letter => fc.tuple(fc.constant(letter), fc.nat(7), fc.boolean())));
    const subPaths = fc.constantFrom('', '/chat', '/a/b');
    fc.assert(
      fc.property(letters, fc.string(), subPaths, (chosen, rest, subPath) => {
        const written = chosen.map(([letter, rounds, upper]) => encode(upper ? letter.toUpperCase() : letter, rounds));
        const path = `${subPath}/${written.join('')}/${encodeURIComponent(rest.replaceAll(/[./\\]/g, ''))}`;
        expect(leadsToPlugins(path, subPath)).toBe(true);
      }),
    );
  });
});

function encode(letter: string, rounds: number): string {
  let text = letter;
  for (let round = 0; round < rounds; round += 1) {
    text = round === 0 ? `%${letter.charCodeAt(0).toString(16)}` : text.replaceAll('%', '%25');
  }
  return text;
}
