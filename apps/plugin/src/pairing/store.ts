import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { createChannelPairingController } from 'openclaw/plugin-sdk/channel-pairing';

/** Somebody who wrote to the bot without being known to it. */
export interface Stranger {
  readonly senderId: string;
  /** What administrators see beside the id. */
  readonly username: string;
}

/** What the host keeps about pairing, for one account. */
export interface PairingStore {
  /**
   * Asks for a code. The first time, `post` is called with the text that carries it; whether that worked is `posted`.
   * Later, and where too many people are waiting already, nothing is posted.
   */
  ask(stranger: Stranger, post: (text: string) => Promise<void>): Promise<{ created: boolean; posted: boolean }>;
  /** The text with the code that somebody was given before; `undefined` when nothing is waiting under that name. */
  textAgain(stranger: Stranger): Promise<string | undefined>;
  /** The ids of those who have been approved. */
  approved(): Promise<readonly string[]>;
}

/** The host's own store, which `openclaw pairing` and the gateway's RPC read and write. */
export function createHostPairingStore(core: Pick<PluginRuntime, 'channel'>, accountId: string): PairingStore {
  const { pairing } = core.channel;
  // The controller reads nothing of the runtime but its channel part.
  const controller = createChannelPairingController({ core: core as PluginRuntime, channel: 'mattermost', accountId });
  return {
    async ask(stranger, post) {
      let posted = true;
      const { created } = await controller.issueChallenge({
        senderId: stranger.senderId,
        senderIdLine: idLine(stranger),
        meta: { name: stranger.username },
        sendPairingReply: post,
        onReplyError: () => {
          posted = false;
        },
      });
      return { created, posted: created && posted };
    },
    async textAgain(stranger) {
      const { code } = await controller.upsertPairingRequest({
        id: stranger.senderId,
        meta: { name: stranger.username },
      });
      if (code === '') return undefined;
      return pairing.buildPairingReply({ channel: 'mattermost', idLine: idLine(stranger), code });
    },
    approved: () => controller.readAllowFromStore(),
  };
}

function idLine({ senderId }: Stranger): string {
  return `Your Mattermost user id: ${senderId}`;
}
