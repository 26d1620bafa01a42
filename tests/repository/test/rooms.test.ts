import { describe, expect, it } from 'vitest';
import { findCycles, importsOf, resolveImport, toGraph } from './support/imports.ts';
import { exists, listFiles, read } from './support/sources.ts';

// The rooms of the plugin are the folders of apps/plugin/src; docs/architecture.md says what each is for.
const src = 'apps/plugin/src/';

/** From top to bottom. A room imports only from rooms below it; rooms on one line do not import each other. */
const floors: readonly (readonly string[])[] = [
  ['root'],
  ['account'],
  ['messages', 'commands', 'buttons', 'actions', 'pairing'],
  ['recovery'],
  ['turns'],
  ['conversations'],
  ['answers'],
  ['callbacks'],
  ['server'],
  ['storage'],
  ['config'],
  ['host'],
];

/** These stand beside `account`: they import from `recovery` and the rooms below it, and only the root imports them. */
const besideAccount = ['cli', 'admin'];

/** The files outside every folder, which OpenClaw loads by name; with `texts.ts` they are the only ones. */
const rootModule = /^(index|setup-entry|channel|[\w-]+-api)\.ts$/;

/** The sentences that people read; every room may import them, and they import nothing. */
const texts = 'texts.ts';

function roomOf(file: string): string {
  const [first = '', ...rest] = file.slice(src.length).split('/');
  if (rest.length > 0) return first;
  return rootModule.test(first) ? 'root' : first;
}

const floorOf = (room: string): number => floors.findIndex(rooms => rooms.includes(room));

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (to === texts) return true;
  if (from === texts) return false;
  if (besideAccount.includes(to)) return from === 'root';
  if (besideAccount.includes(from)) return floorOf(to) >= floorOf('recovery');
  return floorOf(to) > floorOf(from);
}

const files = listFiles(`${src}*.ts`);
const edges = files
  .flatMap(importsOf)
  .map(found => ({ file: found.file, target: resolveImport(found) }))
  .flatMap(({ file, target }) => (target?.startsWith(src) ? [{ file, target }] : []));

describe('The rooms of the plugin', () => {
  it('Every file of the plugin lies in a room of the table', () => {
    expect(files.length).toBeGreaterThan(50);
    const known = [...floors.flat(), ...besideAccount, texts];
    expect(files.filter(file => !known.includes(roomOf(file)))).toEqual([]);
  });

  it('docs/architecture.md lists the rooms from top to bottom, in italics those that do not exist yet', () => {
    const [, section = ''] = read('docs/architecture.md').split('## The rooms of the plugin');
    const [list = ''] = section.split('\n## ');
    const heads = list.split('\n').flatMap(line => /^[|-] .*?(?= \||: )/.exec(line)?.[0] ?? []);
    const named = heads.flatMap(head => [...head.matchAll(/(\*?)`(\w+)`/g)]);
    const rooms = named.map(([, star, room = '']) => ({ room, star }));
    const listed = rooms.map(({ room }) => room).filter(room => floorOf(room) >= 0);
    expect(listed).toEqual(listed.toSorted((one, other) => floorOf(one) - floorOf(other)));
    for (const room of [...floors.slice(1).flat(), ...besideAccount]) {
      const star = exists(src + room) ? '' : '*';
      expect(rooms).toContainEqual({ room, star });
    }
  });

  it('Imports between rooms, of types as well, go down the table only', () => {
    expect(edges.length).toBeGreaterThan(100);
    const wrong = edges
      .filter(({ file, target }) => !mayImport(roomOf(file), roomOf(target)))
      .map(({ file, target }) => `${file.slice(src.length)} → ${target.slice(src.length)}`);
    expect(wrong).toEqual([]);
  });

  it('No rooms import each other in a circle, types included', () => {
    const graph = toGraph(edges.map(({ file, target }) => [roomOf(file), roomOf(target)] as const));
    expect(findCycles(graph)).toEqual([]);
  });

  it('The table lets a room import from below, and neither upwards nor from its own line', () => {
    expect(mayImport('account', 'host')).toBe(true);
    expect(mayImport('messages', 'texts.ts')).toBe(true);
    expect(mayImport('cli', 'recovery')).toBe(true);
    expect(mayImport('root', 'admin')).toBe(true);
    for (const [from, to] of [
      ['host', 'config'],
      ['pairing', 'messages'],
      ['cli', 'messages'],
      ['admin', 'cli'],
      ['account', 'admin'],
      ['texts.ts', 'config'],
    ] as const) {
      expect({ from, to, may: mayImport(from, to) }).toEqual({ from, to, may: false });
    }
  });
});
