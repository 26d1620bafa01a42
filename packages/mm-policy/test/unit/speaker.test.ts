import { expect, it } from 'vitest';
import { whoSpeaks } from '../../src/index.ts';
import { factsOf, type Given, ids } from '../support/facts-of.ts';

const speakerOf = (given: Given) => whoSpeaks(factsOf(given).post, { username: 'alice' }, ids.bot);

it.each(['', 'me', 'slack_attachment', undefined])('A post of type %j is from a person', type => {
  expect(speakerOf({ post: { type } })).toEqual({ kind: 'person', subject: ids.alice });
});

it('A bot is known by its account and not by its props', () => {
  expect(whoSpeaks(factsOf().post, { username: 'ci', is_bot: true }, ids.bot).kind).toBe('bot');
  expect(speakerOf({ post: { props: { from_bot: 'true' } } }).kind).toBe('person');
});

it('The bot knows its own posts, whatever the props say', () => {
  const props = { from_webhook: 'true', webhook_display_name: 'w' };
  expect(speakerOf({ post: { user_id: ids.bot, props } })).toEqual({ kind: 'own' });
});

it('A post of a system type is from the server', () => {
  expect(speakerOf({ post: { type: 'system_add_to_channel' } })).toEqual({ kind: 'system' });
});

it('A post of a webhook is not from its owner', () => {
  const props = { from_webhook: 'true', webhook_display_name: ' Alerts ' };
  expect(speakerOf({ post: { props } })).toEqual({ kind: 'webhook', subject: 'webhook:Alerts', name: 'Alerts' });
  expect(speakerOf({ post: { props: { from_webhook: true, webhook_display_name: '' } } })).toMatchObject({
    name: '',
  });
});

it('The answer to a slash command is not from the person who typed it', () => {
  expect(speakerOf({ post: { props: { from_webhook: 'true' } } })).toEqual({ kind: 'slash-answer' });
  expect(speakerOf({ post: { props: { from_webhook: 'true', webhook_display_name: 1 } } }).kind).toBe('slash-answer');
});

it.each([null, undefined, {}, [], { from_webhook: 'false' }, { from_webhook: '' }])(
  'A post with the props %j is from a person',
  props => {
    expect(speakerOf({ post: { props } }).kind).toBe('person');
  },
);

it('Inherited props do not count', () => {
  expect(speakerOf({ post: { props: Object.create({ from_webhook: 'true' }) } }).kind).toBe('person');
});

it.each(['custom_calls', 'reminder', 'card', 'add_bot_teams_channels', 'a_type_of_tomorrow'])(
  'A post of type %j is not a message, unless it is listed',
  type => {
    expect(speakerOf({ post: { type } })).toEqual({ kind: 'not-a-message' });
    expect(whoSpeaks(factsOf({ post: { type } }).post, { username: 'alice' }, ids.bot, [type]).kind).toBe('person');
  },
);

it('A post that burns after it is read is not a message, whether its text is shown or not', () => {
  expect(speakerOf({ post: { type: 'burn_on_read', message: '' } })).toEqual({ kind: 'burn-on-read' });
  expect(speakerOf({ post: { type: 'burn_on_read', message: '@claw hi' } })).toEqual({ kind: 'burn-on-read' });
});
