import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allRoutes, playedRoutes } from '../../src/routes/all.ts';
import type { Route } from '../../src/routes/router.ts';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

/** The list of the README: a path a line, with its methods. */
function listOf(routes: readonly Route[]): string {
  const methodsOf = new Map<string, string[]>();
  for (const { method, path } of routes) {
    const shown = path.startsWith('^') ? path.slice(1) : `/api/v4${path}`;
    const readable = shown.replace('/?', '').replace(/:(\w+)/g, '{$1}');
    methodsOf.set(readable, [...(methodsOf.get(readable) ?? []), method]);
  }
  const lines = [...methodsOf].map(([path, methods]) => `${path} ${methods.sort().join(' ')}`);
  return lines.sort().join('\n');
}

it('The README lists the routes that are played', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, listed] = /## The routes it plays[\s\S]*?```text\n([\s\S]*?)\n```/.exec(readme) ?? [];
  expect(listed).toBe(listOf(playedRoutes));
});

it('No route is listed twice', () => {
  const names = allRoutes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

it.each([
  ['GET', '/users/invalid_emails'],
  ['GET', '/channels'],
  ['POST', '/ldap/sync'],
  ['PATCH', '/custom_profile_attributes/fields/abc'],
])('%s %s, which a real server has and this one does not play, answers 501', async (method, path) => {
  const { mattermost, claw } = await openOffice();
  const { status, body } = await apiOf(mattermost, claw)(method, path);
  expect([status, body.id]).toEqual([501, 'testserver.not_played']);
  expect(body.message).toContain(`${method} ${path.split('/').slice(0, 2).join('/')}`);
});

it.each([
  ['GET', '/users/me/chanels'],
  ['POST', '/users/me'],
  ['GET', '/nothing'],
])('%s %s, which no server has, answers 404', async (method, path) => {
  const { mattermost, claw } = await openOffice();
  const { status, body } = await apiOf(mattermost, claw)(method, path);
  expect([status, body.id]).toEqual([404, 'api.context.404.app_error']);
});
