import type { ReplyPayload } from 'openclaw/plugin-sdk/reply-payload';
import { controlsOf } from './controls/host-payload.ts';
import type { MediaAccess } from './media/admit-files.ts';
import type { OutboundText } from './send-text.ts';

/** What OpenClaw gives for one send, as far as it is used; `mediaUrl` is set for a send of one file. */
interface HostSend extends Omit<OutboundText, 'media' | 'key'> {
  readonly mediaUrl?: string;
  readonly mediaLocalRoots?: readonly string[];
  readonly mediaReadFile?: MediaAccess['readFile'];
}

/** A send of a whole payload: several files in one post, and what the message tool has prepared. */
interface HostPayloadSend extends HostSend {
  readonly payload: ReplyPayload;
}

/** What `prepareSend` of the room `actions` adds to the payload of a tool call, under `channelData.mattermost`. */
export interface ToolSend {
  /** Names the call, so that it is posted once. */
  readonly key?: string;
}

type Sent = Promise<{ channel: 'mattermost'; messageId: string; channelId: string }>;

/** The sends of OpenClaw, for its outbound slot and its message slot: a text, a file with a caption, a payload. */
export const outboundSends: {
  readonly sendText: (send: HostSend) => Sent;
  readonly sendMedia: (send: HostSend) => Sent;
  readonly sendPayload: (send: HostPayloadSend) => Sent;
} = {
  sendText: send => post(send),
  sendMedia: send => post({ ...send, ...(send.mediaUrl && { media: mediaOf(send, { mediaUrl: send.mediaUrl }) }) }),
  sendPayload: send => {
    const { payload } = send;
    const { key } = (payload.channelData?.['mattermost'] ?? {}) as ToolSend;
    const text = payload.text ?? send.text;
    return post({ ...send, text, media: mediaOf(send, payload), key, controls: controlsOf(payload) });
  },
};

function mediaOf(
  { mediaLocalRoots = [], mediaReadFile }: HostSend,
  payload: Pick<ReplyPayload, 'mediaUrl' | 'mediaUrls' | 'attachments'>,
): OutboundText['media'] {
  return { payload, access: { roots: mediaLocalRoots, readFile: mediaReadFile } };
}

async function post(message: OutboundText): Sent {
  const { sendText } = await import('./send-text.ts');
  return { channel: 'mattermost', ...(await sendText(message)) };
}
