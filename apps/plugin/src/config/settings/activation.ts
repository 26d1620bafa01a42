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
  answer: setting(v.picklist(['mentions', 'roots', 'all']), {
    label: 'Which messages',
    help:
      'Which messages in the channel are answered: those that mention the bot; with `roots` also each new message at channel ' +
      'level, in its thread, while the talk in the threads is left alone; or all. Overrides `requireMention`.',
    byDefault: 'by `requireMention`',
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
  pins: setting(v.boolean(), {
    label: 'Pinned messages',
    help:
      'Whether the agent gets the pinned messages of the channel with every message, as standing instructions: at most 20, of ' +
      'people who may talk to the bot.',
    byDefault: '`false`',
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
        help: 'Whether messages in a thread whose first message is the bot’s own wake it without a mention.',
        byDefault: '`true`',
        advanced: true,
      }),
      quotedBot: setting(v.boolean(), {
        label: 'Quotes',
        help: 'Whether a message with a link to one of the bot’s own, which Mattermost shows as a quote, wakes it.',
        byDefault: '`false`',
        advanced: true,
      }),
    }),
  ),
  groups: v.optional(v.record(v.string(), groupSettings)),
  replyToMode: setting(replyToMode, {
    label: 'Answer in threads',
    help:
      'Whether an answer at channel level starts a thread under the message. `first`, `all` and `batched` do the same ' +
      'on Mattermost, and in channels `follow` does the same as `off`. Inside a thread the answer always stays there.',
    byDefault: '`"off"`',
  }),
  replyToModeByChatType: v.optional(
    v.strictObject({
      direct: setting(replyToMode, {
        label: 'Threads in direct messages',
        help:
          'The same for direct messages, for which `replyToMode` does not count. With `off` a message in a thread is answered ' +
          'outside it, in the one conversation; with `follow` in its thread, which is a conversation of its own.',
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
