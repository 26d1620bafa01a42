import * as v from 'valibot';
import { setting } from '../setting.ts';
import { count } from './forms.ts';

const commandText = v.picklist(['raw', 'status']);

/** What people see while an answer is being written. */
const streaming = v.strictObject({
  mode: setting(v.picklist(['off', 'partial', 'block', 'progress']), {
    label: 'Preview',
    help: 'What people see while an answer is being written: nothing, the growing text, blocks, or progress lines.',
    byDefault: '`"partial"`',
  }),
  chunkMode: setting(v.picklist(['length', 'newline']), {
    label: 'Cut at',
    help: 'Where long texts are cut: near the limit, or between paragraphs if there are any.',
    byDefault: '`"length"`',
    advanced: true,
  }),
  notify: setting(v.picklist(['first', 'final']), {
    label: 'Notification',
    help: 'Whether the first words of an answer notify people, or, when it was written for long, the whole answer: it is a new post then.',
    byDefault: '`"first"`',
  }),
  preview: v.optional(
    v.strictObject({
      toolProgress: setting(v.boolean(), {
        label: 'Tools in previews',
        help: 'Whether the preview shows what tools do.',
        byDefault: '`true`',
        advanced: true,
      }),
      commandText: setting(commandText, {
        label: 'Commands in previews',
        help: 'Whether the preview shows the text of commands, or only that they run.',
        byDefault: '`"status"`',
        advanced: true,
      }),
    }),
  ),
  progress: v.optional(
    v.strictObject({
      label: setting(v.union([v.string(), v.literal(false)]), {
        label: 'Title of progress',
        help: 'The title above progress lines; `"auto"` picks one, `false` shows none.',
        byDefault: '`"auto"`',
        advanced: true,
      }),
      labels: setting(v.array(v.string()), {
        label: 'Titles to pick from',
        help: 'The titles from which `"auto"` picks one.',
        byDefault: 'a built-in one',
        advanced: true,
      }),
      maxLines: setting(count, {
        label: 'Progress lines',
        help: 'How many progress lines are kept.',
        byDefault: '`8`',
        advanced: true,
      }),
      maxLineChars: setting(count, {
        label: 'Length of a progress line',
        help: 'How long a progress line may be.',
        byDefault: '`120`',
        advanced: true,
      }),
      toolProgress: setting(v.boolean(), {
        label: 'Tools in progress',
        help: 'Whether progress shows each tool.',
        byDefault: '`false`',
        advanced: true,
      }),
      commandText: setting(commandText, {
        label: 'Commands in progress',
        help: 'Whether progress shows the text of commands, or only that they run.',
        byDefault: '`"status"`',
        advanced: true,
      }),
    }),
  ),
  block: v.optional(
    v.strictObject({
      enabled: setting(v.boolean(), {
        label: 'Blocks',
        help: 'Whether each finished block of an answer is sent at once.',
        byDefault: 'OpenClaw’s own default',
        advanced: true,
      }),
      coalesce: v.optional(
        v.strictObject({
          minChars: setting(count, {
            label: 'Shortest block',
            help: 'Shorter blocks wait for the next. At most `maxChars`.',
            byDefault: '`1500`',
            advanced: true,
          }),
          maxChars: setting(count, {
            label: 'Longest block',
            help: 'Blocks are not joined beyond this length.',
            byDefault: 'OpenClaw’s own default',
            advanced: true,
          }),
          idleMs: setting(v.pipe(v.number(), v.integer(), v.minValue(0)), {
            label: 'Wait for more',
            help: 'How long a short block waits, in milliseconds.',
            byDefault: '`1000`',
            advanced: true,
          }),
        }),
      ),
    }),
  ),
});

/** The form of answers. */
export const answers = {
  streaming: v.optional(streaming),
  textChunkLimit: setting(count, {
    label: 'Length of a post',
    help: 'Longer answers are cut into several posts. Never more than the server’s `MaxPostSize`.',
    byDefault: 'the server’s `MaxPostSize`',
    advanced: true,
  }),
  allowChannelMentions: setting(v.boolean(), {
    label: 'Notify a whole channel',
    help: 'Whether `@channel`, `@all` and `@here` in what the agent writes notify people. What an operator sends always does.',
    byDefault: '`false`',
    advanced: true,
  }),
  responsePrefix: setting(v.string(), {
    label: 'Prefix of answers',
    help: 'The text at the beginning of every answer.',
    byDefault: '`messages.responsePrefix`',
    advanced: true,
    readByHost: true,
  }),
  markdown: v.optional(
    v.strictObject({
      tables: setting(v.picklist(['off', 'bullets', 'code', 'block']), {
        label: 'Tables',
        help: 'How tables are written. `off` leaves them unchanged, and Mattermost shows them as tables; `block` is `code`.',
        byDefault: '`"off"`',
        advanced: true,
      }),
    }),
  ),
  historyLimit: setting(v.pipe(v.number(), v.integer(), v.minValue(0)), {
    label: 'Earlier messages',
    help:
      'How many messages the agent gets, of those that were written in the channel or the thread since its last turn there ' +
      'and were not for it; `0` for none.',
    byDefault: '`messages.groupChat.historyLimit`, then `50`',
    advanced: true,
  }),
  botsInHistory: setting(v.boolean(), {
    label: 'Bots among earlier messages',
    help: 'Whether these include what other bots, incoming webhooks and slash commands wrote.',
    byDefault: '`true`',
    advanced: true,
  }),
  threadHistory: setting(v.picklist(['parent', 'none']), {
    label: 'What threads begin with',
    help:
      'With what the session of a thread in a channel begins: with a copy of the channel’s session, which OpenClaw leaves out ' +
      'where that has more than 100,000 tokens, or with nothing. The messages of the thread itself come in both cases.',
    byDefault: '`"parent"`',
    advanced: true,
  }),
  mediaMaxMb: setting(v.pipe(v.number(), v.gtValue(0)), {
    label: 'Size of files',
    help: 'How large a file may be, in MiB, that the bot receives or sends. The server’s `MaxFileSize` counts too.',
    byDefault:
      '`agents.defaults.mediaMaxMb`, then `8` for what it receives and `5` for files of an answer (OpenClaw’s own limit)',
    advanced: true,
  }),
  capabilities: setting(v.array(v.string()), {
    label: 'Capabilities',
    help: '`inlineButtons` tells the agent that it may offer buttons.',
    byDefault: 'none',
    advanced: true,
  }),
};
