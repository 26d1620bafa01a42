import type { PolicyFacts, PolicyPost } from '../../src/index.ts';

/** Ids as Mattermost makes them. */
export const ids = {
  bot: 'botbotbotbotbotbotbotbotbo',
  alice: 'aliceialiceialiceialicei11',
  bob: 'bobbobbobbobbobbobbobbobbo',
  channel: 'channelchannelchannelchann',
  post: 'postpostpostpostpostpostpo',
  root: 'rootrootrootrootrootrootro',
};

/** The facts that matter to a test; the rest is a message by Alice in a public channel. */
export interface Given extends Partial<Omit<PolicyFacts, 'post'>> {
  readonly post?: Partial<PolicyPost>;
}

/** Completes the facts of a test. */
export function factsOf({ post, ...facts }: Given = {}): PolicyFacts {
  return {
    bot: { id: ids.bot, username: 'claw' },
    author: { username: 'alice', is_bot: false },
    channel: { type: 'O' },
    now: 1_800_000_000_000,
    ...facts,
    post: { id: ids.post, user_id: ids.alice, channel_id: ids.channel, message: 'hello', ...post },
  };
}
