import { expect, it } from 'vitest';
import { similarTo } from '../../src/similar.ts';

const names = ['town-square', 'deployments', 'ops', 'ops-extra', 'night-shift', 'büro'];
const suggest = (text: string) => similarTo(text, names, name => [name]);

it.each([
  ['Town Square', ['town-square']],
  ['townsqaure', ['town-square']],
  ['Deployment', ['deployments']],
  ['ops-ex', ['ops-extra', 'ops']],
  ['Büro!', ['büro']],
  ['nightshft', ['night-shift']],
  ['xyz', []],
  ['o', []],
  ['!!!', []],
])('%j suggests %j', (text, suggestions) => {
  expect(suggest(text)).toEqual(suggestions);
});

it('There are at most three suggestions', () => {
  expect(similarTo('room', ['room1', 'room2', 'room3', 'room4'], name => [name])).toHaveLength(3);
});
