import { describe, expect, it } from 'vitest';
import { resolveGatewayAuthBypassPaths } from '../../../src/gateway-auth-api.ts';
import { at } from '../../support/sections.ts';

const standard = '/api/channels/mattermost/command';
const paths = (section: object) => resolveGatewayAuthBypassPaths({ cfg: at(section) });

describe('the paths that need none of the gateway’s credentials', () => {
  it('are the standard one, also without any configuration', () => {
    expect(resolveGatewayAuthBypassPaths({ cfg: {} })).toEqual([standard]);
    expect(paths({})).toEqual([standard]);
  });

  it('are those that are configured below our own place, for the section and for each account', () => {
    expect(
      paths({
        commands: { callbackPath: '/api/channels/mattermost/slash/' },
        accounts: {
          one: { commands: { callbackUrl: 'https://gateway.example.com/api/channels/mattermost/one?x=1' } },
          two: { commands: { callbackPath: '/api/channels/mattermost/two' } },
        },
      }).toSorted(),
    ).toEqual(
      [
        standard,
        '/api/channels/mattermost/one',
        '/api/channels/mattermost/slash',
        '/api/channels/mattermost/two',
      ].toSorted(),
    );
  });

  it.each([
    '/hooks/mattermost',
    '/api/channels/telegram/hook',
    '/api/channels/mattermost',
    '/api/channels/mattermost/',
    '/api/channels/mattermost-evil/hook',
    '/api/channels/mattermost/../telegram/hook',
    '/api/channels/mattermost/%2e%2e/telegram',
    '/api/channels/mattermost//hook',
    '/api/channels/mattermost/.well-known',
    '/api/channels/mattermost/a\\b',
  ])('are never others: %s', callbackPath => {
    expect(paths({ commands: { callbackPath } })).toEqual([standard]);
  });
});
