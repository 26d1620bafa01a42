import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { expect, it } from 'vitest';
import { queueModeOf } from '../../../src/host/session-entry.ts';

const configured = (queue: object): OpenClawConfig => ({ messages: { queue } });

it('The queue mode is steer unless it is configured', () => {
  expect(queueModeOf({}, undefined)).toBe('steer');
  expect(queueModeOf(configured({}), { queueMode: undefined })).toBe('steer');
});

it('The queue mode of the channel counts before the general one', () => {
  expect(queueModeOf(configured({ mode: 'collect' }), undefined)).toBe('collect');
  expect(queueModeOf(configured({ mode: 'collect', byChannel: { mattermost: 'followup' } }), undefined)).toBe(
    'followup',
  );
  expect(queueModeOf(configured({ mode: 'collect', byChannel: { slack: 'followup' } }), undefined)).toBe('collect');
});

it('The queue mode that was set with /queue counts before the configuration', () => {
  expect(queueModeOf(configured({ byChannel: { mattermost: 'followup' } }), { queueMode: 'interrupt' })).toBe(
    'interrupt',
  );
});

it('A queue mode that this version does not know is ignored', () => {
  expect(queueModeOf(configured({ mode: 'collect' }), { queueMode: 'steer-backlog' })).toBe('collect');
});
