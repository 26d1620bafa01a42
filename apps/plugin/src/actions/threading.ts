import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';

type Threading = NonNullable<ChannelPlugin['threading']>;

/** Keeps what the agent sends with its message tool in the thread of its turn; OpenClaw would send it to the channel. */
export const threading: Required<Pick<Threading, 'buildToolContext' | 'resolveAutoThreadId'>> = {
  buildToolContext: ({ context, hasRepliedRef }) => ({
    currentChannelProvider: 'mattermost',
    replyToMode: 'off',
    ...(context.To !== undefined && { currentChannelId: context.To }),
    ...(context.MessageThreadId !== undefined && { currentThreadTs: String(context.MessageThreadId) }),
    ...(context.CurrentMessageId !== undefined && { currentMessageId: context.CurrentMessageId }),
    ...(hasRepliedRef && { hasRepliedRef }),
  }),
  resolveAutoThreadId: ({ to, toolContext }) =>
    to === toolContext?.currentChannelId ? toolContext?.currentThreadTs : undefined,
};
