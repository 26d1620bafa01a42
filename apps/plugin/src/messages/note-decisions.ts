import { explainReason, isReason } from '@clawmost/mm-policy';
import { logInboundDrop } from 'openclaw/plugin-sdk/channel-inbound';
import type { AccountLog } from '../host/log.ts';
import type { DecisionLog } from '../storage/decision-log.ts';
import { explainSilence } from '../turns/outcome.ts';
import type { InboundPost } from './facts.ts';

/** Notes what was decided about posts. */
export interface DecisionNotes {
  /** Keeps the decision, and logs a silence once per channel and reason, with the setting that would change it. */
  silent(post: InboundPost, code: string): Promise<void>;
  /** Keeps how a post ended, and logs why a turn had no answer. */
  ended(post: InboundPost, code: string): Promise<void>;
}

/** Silences that everyone expects; logging them would only be noise. */
const expected: ReadonlySet<string> = new Set([
  'own-post',
  'system-post',
  'slash-answer',
  'deleted-post',
  'empty-post',
]);

/** How many channels and reasons are remembered as logged; beyond that some are logged again. */
const mostLogged = 5_000;

/** Notes decisions in the decision log, and the reason of a silence in the gateway's log. */
export function createDecisionNotes(options: {
  readonly decisions: DecisionLog;
  readonly log: AccountLog;
  /** Where the settings of the account stand, such as `channels.mattermost`. */
  readonly section: string;
}): DecisionNotes {
  const logged = new Set<string>();
  const note = ({ id, channel_id, user_id }: InboundPost, code: string): Promise<void> =>
    options.decisions.note({ postId: id, channelId: channel_id, userId: user_id, at: Date.now(), code });

  return {
    async ended(post, code) {
      await note(post, code);
      const why = explainSilence(code);
      if (why) options.log.info(`post ${post.id} has no answer: ${why} (${code})`);
    },
    async silent(post, code) {
      // Own posts are most of what a bot sees, and it is clear why it does not answer itself.
      if (code === 'own-post') return;
      await note(post, code);
      const key = `${post.channel_id} ${code}`;
      if (expected.has(code) || logged.has(key)) return;
      if (logged.size >= mostLogged) logged.clear();
      logged.add(key);
      const place = { channelId: post.channel_id, section: options.section };
      logInboundDrop({
        log: line => options.log.info(line),
        channel: 'mattermost',
        reason: isReason(code) ? `${code}: ${explainReason(code, place)}` : code,
        target: `channel:${post.channel_id}`,
      });
    },
  };
}
