import { describe, expect, it } from 'vitest';
import { chatKind, decide, findMentions, type PolicyPost, resolveRules, whoSpeaks } from '../../src/index.ts';
import recorded from '../fixtures/recorded-posts.json' with { type: 'json' };
import { factsOf } from '../support/facts-of.ts';

/** What the event stream says beside a post; none of it may count. */
interface RecordedPost {
  readonly server: string;
  readonly label: string;
  readonly data: { readonly channel_type: string; readonly mentions?: string; readonly sender_name: string };
  readonly post: PolicyPost;
  readonly overRest?: PolicyPost;
}

const posts: readonly RecordedPost[] = recorded;
const bot = { id: '$claw.id', username: 'claw' };
const open = resolveRules({ groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] });

const decideOn = (post: PolicyPost, channelType: string, rules = open) =>
  decide(factsOf({ bot, post, channel: { type: channelType } }), rules);

describe.each(posts)('Mattermost $server, $label', ({ data, post, overRest }) => {
  const { kind } = whoSpeaks(post, { username: 'alice' }, bot.id);
  const direct = chatKind(data.channel_type) === 'direct';
  const calledAll = /@all/.test(post.message ?? '');

  it('The recorded post mentions the bot exactly when the server says so', () => {
    if (kind === 'system' || direct) return;
    const names = calledAll ? ['all'] : [bot.username];
    expect(findMentions(post.message ?? '', names).length > 0).toBe(data.mentions?.includes(bot.id) ?? false);
  });

  it('The recorded post gets the same decision without the hints of its event', () => {
    const decision = decideOn(post, data.channel_type);
    expect(decideOn({ ...post, ...data }, data.channel_type)).toEqual(decision);
    if (overRest) expect(decideOn(overRest, data.channel_type)).toEqual(decision);
  });
});

const reasonOf = (label: string, rules = open) =>
  posts.filter(post => post.label === label).map(({ post, data }) => decideOn(post, data.channel_type, rules).reason);

it.each([
  ['channel post mentioning the bot', 'mentioned'],
  ['direct message', 'direct-message'],
  ['group message', 'not-mentioned'],
  ['@all', 'not-mentioned'],
  ['mention inside code span', 'not-mentioned'],
  ['thread reply', 'not-mentioned'],
  ['bot added to channel', 'system-post'],
  ['/me post', 'mentioned'],
  ['webhook post with attachment', 'webhooks-off'],
])('The recorded post "%s" gets the reason %s on both servers', (label, reason) => {
  expect(reasonOf(label)).toEqual([reason, reason]);
});

it('The recorded webhook wakes the bot when webhooks are allowed', () => {
  const rules = resolveRules({ groupPolicy: 'open', allowWebhooks: true });
  expect(reasonOf('webhook post with attachment', rules)).toEqual(['mentioned', 'mentioned']);
});
