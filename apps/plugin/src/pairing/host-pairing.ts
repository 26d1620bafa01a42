import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { createChannelPairingController } from 'openclaw/plugin-sdk/channel-pairing';

/** A person who gets no answers before an administrator has approved them. */
export interface Stranger {
  readonly senderId: string;
  /** What administrators see next to the id. */
  readonly username: string;
}

/** What OpenClaw keeps about the pairing of one account: codes that wait for an approval, and approved people. */
export interface HostPairing {
  /**
   * Requests a code for a person. For a new request, OpenClaw calls `post` with the text that contains the code;
   * `isPosted` says whether `post` succeeded. When the person has a code, or too many people wait, nothing is posted.
   */
  requestCode(
    stranger: Stranger,
    post: (text: string) => Promise<void>,
  ): Promise<{ readonly isNew: boolean; readonly isPosted: boolean }>;
  /** The text with the code that a person has already; `undefined` when OpenClaw has none and makes none. */
  repeatCode(stranger: Stranger): Promise<string | undefined>;
  /** The ids of the approved people. */
  approved(): Promise<readonly string[]>;
}

/**
 * Returns OpenClaw's own pairing, which `openclaw pairing` reads and writes too. The text that a stranger reads is
 * OpenClaw's: its function `buildPairingReply` makes it, around the line with the person's id that we pass.
 */
export function createHostPairing(core: Pick<PluginRuntime, 'channel'>, accountId: string): HostPairing {
  const { pairing } = core.channel;
  // The controller reads only the channel part of the runtime.
  const controller = createChannelPairingController({ core: core as PluginRuntime, channel: 'mattermost', accountId });
  return {
    async requestCode(stranger, post) {
      let isPosted = true;
      const { created } = await controller.issueChallenge({
        senderId: stranger.senderId,
        senderIdLine: idLine(stranger),
        meta: { name: stranger.username },
        sendPairingReply: post,
        onReplyError: () => {
          isPosted = false;
        },
      });
      return { isNew: created, isPosted: created && isPosted };
    },
    async repeatCode(stranger) {
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
