import { expect, it } from 'vitest';
import { defaultSlashPath, resolveGatewayAuthBypassPaths } from '../../../src/callbacks/paths.ts';
import { withSection } from '../../support/config.ts';

const paths = (section: object) => resolveGatewayAuthBypassPaths({ cfg: withSection(section) });

it('The default path of slash commands needs no credentials of the gateway, also without a configuration', () => {
  expect(defaultSlashPath).toBe('/api/channels/mattermost/command');
  expect(resolveGatewayAuthBypassPaths({ cfg: {} })).toEqual([defaultSlashPath]);
  expect(paths({})).toEqual([defaultSlashPath]);
});

it('Configured paths below /api/channels/mattermost/ need none either, of the section and of each account', () => {
  const found = paths({
    commands: { callbackPath: 'api/channels/mattermost/slash/' },
    accounts: {
      one: { commands: { callbackUrl: 'https://gateway.example.com/api/channels/mattermost/one?x=1' } },
      two: { commands: { callbackPath: '/api/channels/mattermost/two' } },
    },
  });
  const expected = ['one', 'slash', 'two'].map(name => `/api/channels/mattermost/${name}`);
  expect(found.toSorted()).toEqual([defaultSlashPath, ...expected]);
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
])('A configured path elsewhere still needs the credentials of the gateway: %s', callbackPath => {
  expect(paths({ commands: { callbackPath } })).toEqual([defaultSlashPath]);
});
