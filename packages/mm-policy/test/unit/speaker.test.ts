import { describe, expect, it } from 'vitest';
import { whoSpeaks } from '../../src/index.ts';
import { factsOf, type Given, ids } from './facts-of.ts';

const speakerOf = (given: Given) => whoSpeaks(factsOf(given).post, { username: 'alice' }, ids.bot);

describe('whoSpeaks', () => {
  it.each(['', 'me', 'slack_attachment', 'custom_todo', undefined])('hears a person in a post of type %j', type => {
    expect(speakerOf({ post: { type } })).toEqual({ kind: 'person', subject: ids.alice });
  });

  it('knows bots by their account, and not by what a post says', () => {
    expect(whoSpeaks(factsOf().post, { username: 'ci', is_bot: true }, ids.bot).kind).toBe('bot');
    expect(speakerOf({ post: { props: { from_bot: 'true' } } }).kind).toBe('person');
  });

  it('knows itself, whatever the props say', () => {
    const props = { from_webhook: 'true', webhook_display_name: 'w' };
    expect(speakerOf({ post: { user_id: ids.bot, props } })).toEqual({ kind: 'own' });
  });

  it('knows the server', () => {
    expect(speakerOf({ post: { type: 'system_add_to_channel' } })).toEqual({ kind: 'system' });
  });

  it('does not take a webhook for the user who made it', () => {
    const props = { from_webhook: 'true', webhook_display_name: ' Alerts ' };
    expect(speakerOf({ post: { props } })).toEqual({ kind: 'webhook', subject: 'webhook:Alerts', name: 'Alerts' });
    expect(speakerOf({ post: { props: { from_webhook: true, webhook_display_name: '' } } })).toMatchObject({
      name: '',
    });
  });

  it('does not take the answer to a slash command for the person who typed it', () => {
    expect(speakerOf({ post: { props: { from_webhook: 'true' } } })).toEqual({ kind: 'slash-answer' });
    expect(speakerOf({ post: { props: { from_webhook: 'true', webhook_display_name: 1 } } }).kind).toBe('slash-answer');
  });

  it.each([null, undefined, {}, [], { from_webhook: 'false' }, { from_webhook: '' }])(
    'hears the person behind props such as %j',
    props => {
      expect(speakerOf({ post: { props } }).kind).toBe('person');
    },
  );

  it('does not look at inherited props', () => {
    expect(speakerOf({ post: { props: Object.create({ from_webhook: 'true' }) } }).kind).toBe('person');
  });
});
