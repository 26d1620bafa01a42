import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/routes/call.ts';
import { createRouter, type Route } from '../../../src/routes/router.ts';
import { traitsOf } from '../../../src/versions.ts';

function route(path: string, more: Partial<Route> = {}): Route {
  return { method: 'GET', path, handle: () => ok, ...more };
}

function pathFor(routes: readonly Route[], method: string, path: string): string | undefined {
  return createRouter(routes, traitsOf('6.7'))(method, `/api/v4${path}`)?.route.path;
}

describe('createRouter', () => {
  it('An id can have any number of letters and digits', () => {
    const routes = [route('/users/:user_id')];
    expect(pathFor(routes, 'GET', '/users/me')).toBe('/users/:user_id');
    expect(pathFor(routes, 'GET', '/users/aaaaaaaaaaaaaaaaaaaaaaaaaa')).toBe('/users/:user_id');
  });

  it.each(['/users/not-an-id', '/users/a_b', '/users/', '/users/a/', '/users', '/users/a/b', '/users/ü'])(
    'No route matches %s',
    path => {
      expect(pathFor([route('/users/:user_id')], 'GET', path)).toBeUndefined();
    },
  );

  it('No route matches with the wrong method', () => {
    expect(pathFor([route('/users/:user_id')], 'POST', '/users/me')).toBeUndefined();
  });

  it('No route matches outside the API', () => {
    expect(createRouter([route('/users')], traitsOf('6.7'))('GET', '/users')).toBeUndefined();
  });

  it.each([
    ['/users/username/:username', '/users/username/claw.two_3-4'],
    ['/teams/name/:team_name', '/teams/name/a-team'],
    ['/channels/name/:channel_name', '/channels/name/aa__bb'],
    ['/reactions/:emoji_name', '/reactions/+1'],
  ])('The parameters of %s can have the characters of such names', (path, wanted) => {
    expect(pathFor([route(path)], 'GET', wanted)).toBe(path);
  });

  it('The match has the parameters', () => {
    const router = createRouter([route('/posts/:post_id/reactions/:emoji_name')], traitsOf('6.7'));
    expect(router('GET', '/api/v4/posts/p1/reactions/+1')?.params).toEqual({ post_id: 'p1', emoji_name: '+1' });
  });

  it('An encoded parameter is decoded, and an encoding of nothing matches no route', () => {
    const router = createRouter([route('/posts/:post_id/reactions/:emoji_name')], traitsOf('6.7'));
    expect(router('GET', '/api/v4/posts/p1/reactions/%2B1')?.params).toEqual({ post_id: 'p1', emoji_name: '+1' });
    expect(router('GET', '/api/v4/posts/p1/reactions/%zz')).toBeUndefined();
  });

  it('The first of two routes that match is used', () => {
    const routes = [route('/users/ids'), route('/users/:user_id')];
    expect(pathFor(routes, 'GET', '/users/ids')).toBe('/users/ids');
  });

  it('A route outside the API needs its whole path', () => {
    const router = createRouter([route('^/hooks/:hook_id')], traitsOf('6.7'));
    expect(router('GET', '/hooks/abc')?.params).toEqual({ hook_id: 'abc' });
    expect(router('GET', '/api/v4/hooks/abc')).toBeUndefined();
  });

  it('Routes that the version does not have are left out', () => {
    const routes = [route('/new', { exists: traits => traits.channelsOfAllTeams })];
    expect(createRouter(routes, traitsOf('5.37'))('GET', '/api/v4/new')).toBeUndefined();
    expect(createRouter(routes, traitsOf('6.7'))('GET', '/api/v4/new')).toBeDefined();
  });
});
