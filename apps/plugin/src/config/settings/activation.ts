import * as v from 'valibot';
import { setting } from '../setting.ts';
import { allowList, replyToMode } from './forms.ts';

const groupSettings = v.strictObject({
  enabled: setting(v.boolean(), {
    label: 'Answer here',
    help: 'Whether the bot answers in the channel at all.',
    byDefault: '`true`',
  }),
  requireMention: setting(v.boolean(), {
    label: 'Only when mentioned',
    help: 'Whether a message in the channel must mention the bot. Overrides `chatmode` and the general `requireMention`.',
    byDefault: 'by `chatmode`',
  }),
  allowFrom: setting(allowList, {
    label: 'Allowed people',
    help: 'Which people the bot answers in the channel, instead of `groupAllowFrom`; also under `groupPolicy: "open"`.',
    byDefault: '`groupAllowFrom`',
  }),
  systemPrompt: setting(v.string(), {
    label: 'Instructions',
    help: 'Instructions for the agent when it answers in the channel, in addition to its own.',
    byDefault: 'nothing',
  }),
  skills: setting(v.array(v.string()), {
    label: 'Skills',
    help: 'The skills that the agent may use in the channel; an empty list allows none.',
    byDefault: 'those of the agent',
  }),
  replyToMode: setting(replyToMode, {
    label: 'Answer in threads',
    help: 'Whether an answer in the channel starts a thread. Overrides the general settings.',
    byDefault: '`replyToModeByChatType`, then `replyToMode`',
  }),
  historyLimit: setting(v.pipe(v.number(), v.integer(), v.minValue(0)), {
    label: 'Earlier messages',
    help: 'How many earlier messages the agent gets in the channel and in its threads; `0` for none.',
    byDefault: '`historyLimit`',
  }),
  agentId: setting(v.string(), {
    label: 'Agent',
    help: 'Which agent answers in the channel. Overrides `bindings`.',
    byDefault: 'the agent in `bindings`',
  }),
});

/** When the bot answers, and where. */
export const activation = {
  chatmode: setting(v.picklist(['oncall', 'onmessage', 'onchar']), {
    label: 'Chat mode',
    help:
      'When the bot answers in channels: when it is mentioned, on every message, or on messages that begin with one of ' +
      '`oncharPrefixes`; a mention then counts as well.',
    byDefault: '`"oncall"`',
  }),
  oncharPrefixes: setting(v.array(v.string()), {
    label: 'Prefixes',
    help: 'With what a message must begin to wake the bot under `onchar`. An empty list means the default.',
    byDefault: '`[">", "!"]`',
  }),
  requireMention: setting(v.boolean(), {
    label: 'Only when mentioned',
    help: 'The older form of `chatmode`; counts only where that is not set.',
    byDefault: '`true`',
    advanced: true,
  }),
  channelMentions: setting(v.boolean(), {
    label: '@channel, @all, @here',
    help: 'Whether these mention the bot too.',
    byDefault: '`false`',
    advanced: true,
  }),
  implicitMentions: v.optional(
    v.strictObject({
      threadParticipation: setting(v.boolean(), {
        label: 'Continue in threads',
        help: 'Whether messages in a thread in which the bot has answered within 7 days wake it without a mention.',
        byDefault: '`true`',
        advanced: true,
      }),
      replyToBot: setting(v.boolean(), {
        label: 'Replies',
        help: 'Has no effect here: Mattermost has threads, not replies to one message.',
        byDefault: 'no effect',
        advanced: true,
      }),
      quotedBot: setting(v.boolean(), {
        label: 'Quotes',
        help: 'Has no effect here: Mattermost has no quotes of a message.',
        byDefault: 'no effect',
        advanced: true,
      }),
    }),
  ),
  groups: v.optional(v.record(v.string(), groupSettings)),
  replyToMode: setting(replyToMode, {
    label: 'Answer in threads',
    help:
      'Whether an answer at channel level starts a thread under the message. `first`, `all` and `batched` do the same ' +
      'on Mattermost. Inside a thread the answer always stays there.',
    byDefault: '`"off"`',
  }),
  replyToModeByChatType: v.optional(
    v.strictObject({
      direct: setting(replyToMode, {
        label: 'Threads in direct messages',
        help: 'The same for direct messages. `replyToMode` does not count for them.',
        byDefault: '`"off"`',
        advanced: true,
      }),
      group: setting(replyToMode, {
        label: 'Threads in private channels',
        help: 'The same for private channels and group messages.',
        byDefault: '`replyToMode`',
        advanced: true,
      }),
      channel: setting(replyToMode, {
        label: 'Threads in public channels',
        help: 'The same for public channels.',
        byDefault: '`replyToMode`',
        advanced: true,
      }),
    }),
  ),
};
