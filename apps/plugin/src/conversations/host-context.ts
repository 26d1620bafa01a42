import type { Channel } from '@clawmost/mm-rest';
import {
  type BuildChannelInboundEventContextParams,
  formatInboundMediaUnavailableText,
} from 'openclaw/plugin-sdk/channel-inbound';
import type { TurnContext } from './context.ts';
import type { EarlierPost } from './history/choose-posts.ts';
import type { Pin } from './pins.ts';
import type { ContextRequest } from './request.ts';

type HostContext = Pick<
  BuildChannelInboundEventContextParams,
  'media' | 'contextVisibility' | 'sessionTranscript' | 'supplemental' | 'extra'
> & { readonly inboundHistory: NonNullable<BuildChannelInboundEventContextParams['message']['inboundHistory']> };

/** The longest header or purpose that is passed on. Mattermost's own limit is 1,024 characters. */
const longestLine = 2_000;

/**
 * What the agent is given beside a message, in the form in which OpenClaw takes it: as data beside the text, so that what
 * people wrote elsewhere is never part of what the person said.
 *
 * @param systemPrompt the configuration's own instructions for the channel
 */
export function hostContext(
  { channel, kind }: Pick<ContextRequest, 'channel' | 'kind'>,
  { earlier, quoted, media, settings, pins }: TurnContext,
  systemPrompt: string | undefined,
): HostContext {
  const isChannel = kind !== 'direct';
  const purpose = isChannel ? cut(channel.purpose) : '';
  return {
    inboundHistory: earlier.map(historyEntry),
    contextVisibility: settings.visibility,
    // Without it, OpenClaw shows the last 20 alone.
    ...(earlier.length > 0 && {
      sessionTranscript: { historyLimit: settings.historyLimit, historyKind: 'recent' as const },
    }),
    ...(media.length > 0 && { media: [...media] }),
    supplemental: {
      ...(systemPrompt && { groupSystemPrompt: systemPrompt }),
      ...(quoted && { quote: quoteOf(quoted) }),
      ...(purpose && { untrustedGroupSystemPrompt: `The purpose of the channel: ${purpose}` }),
      ...(isChannel && { channelStructuredContext: channelFacts(channel, pins) }),
    },
    ...(isChannel && {
      extra: { GroupSubject: channel.display_name || channel.name, GroupChannel: `#${channel.name}` },
    }),
  };
}

/** The message with what could not be had. OpenClaw says nothing of a file without a path. */
export function textWithNotices(text: string, { notices }: Pick<TurnContext, 'notices'>): string {
  return notices.length > 0 ? formatInboundMediaUnavailableText({ body: text, notice: notices.join('\n') }) : text;
}

function historyEntry({ post, sender, body }: EarlierPost): HostContext['inboundHistory'][number] {
  return { sender, body, timestamp: post.create_at, messageId: post.id };
}

function quoteOf({ post, sender, body, isAllowed }: EarlierPost) {
  return { id: post.id, body, sender, senderAllowed: isAllowed, isQuote: true };
}

function channelFacts({ header }: Channel, pins: readonly Pin[]): { label: string; payload: unknown }[] {
  return [
    ...(header ? [{ label: 'Channel header', payload: { header: cut(header) } }] : []),
    ...(pins.length > 0 ? [{ label: 'Pinned in the channel as standing instructions', payload: { pins } }] : []),
  ];
}

function cut(text: string | undefined): string {
  return (text ?? '').slice(0, longestLine);
}
