import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Post } from '@clawmost/mm-rest';
import type { ChannelInboundTurnPlan } from 'openclaw/plugin-sdk/channel-inbound';
import { isReasoningReplyPayload } from 'openclaw/plugin-sdk/reply-payload';
import type { Answer } from '../answers/answer.ts';
import { answerPrivately } from '../answers/answer-privately.ts';
import { controlsOf, renderReply } from '../answers/controls/host-payload.ts';
import { addControls } from '../answers/controls/post-controls.ts';
import { hasFiles } from '../answers/media/admit-files.ts';
import { admitTurnFiles } from '../answers/media/turn-files.ts';
import { isAnswerRefused } from '../answers/refusal.ts';
import { type ReplyPayload, replyText } from '../answers/reply-text.ts';
import { whenRunning } from '../answers/running-accounts.ts';
import { sendAnswer } from '../answers/send-answer.ts';
import type { AnswerStream } from '../answers/streaming/answer-stream.ts';
import type { HostRecords } from '../host/records.ts';
import { isHostRefusal } from '../host/refusal.ts';
import { turnsAnsweredBy } from '../host/transcript.ts';
import { texts } from '../texts.ts';
import type { TurnProgress } from './outcome.ts';
import type { SessionGate } from './session-gate.ts';
import type { Turn } from './turn.ts';
import { placeOf } from './turn.ts';
import { lookForDeleted } from './withdraw.ts';

/** What OpenClaw calls with the answers of a turn. */
export type DeliveryCallbacks = ChannelInboundTurnPlan['delivery'];

/**
 * OpenClaw runs some commands, such as `/restart`, after their reply is posted. After this time we report the reply as
 * posted: when Mattermost cannot be reached, the restart may be the cure.
 */
const acknowledgementMs = 5_000;

/** What the callbacks work with. */
export interface DeliveryOptions {
  readonly turn: Turn;
  readonly progress: TurnProgress;
  readonly stream: AnswerStream;
  readonly gate: SessionGate;
  readonly records: HostRecords;
  readonly warn: (what: string) => (error: unknown) => void;
}

/**
 * Posts what the agent says in a turn, each answer whole and marked with the posts that it answers. OpenClaw's own queue
 * is not used: `sendAnswer` keeps the text until it is posted, and a crash is recovered from that.
 */
export function createDeliveryCallbacks({
  turn,
  progress,
  stream,
  gate,
  records,
  warn,
}: DeliveryOptions): DeliveryCallbacks {
  const answeredTurns = new Set<string>();

  return {
    observeMessageSent: true,
    deliver: async (original, info) => {
      // What only the caller sees cannot have buttons of ours: the server would hand out their addresses.
      const isPrivate = turn.request.nativeCommand?.audience === 'caller';
      const payload = isPrivate ? original : await renderReply(original);
      const controls = isPrivate ? undefined : controlsOf(payload);
      const text = replyText(payload) || (controls?.controls.length ? texts.choose : '');
      if (isReasoningReplyPayload(payload) || !(text || hasFiles(payload))) return { visibleReplySent: false };
      if (!turn.request.isCommand && isHostRefusal(text, info)) {
        progress.hasHostFailed = true;
        return { visibleReplySent: false };
      }
      if (turn.isDoubtful) await lookForDeleted(await whenRunning(turn.accountId), gate, turn);
      if (turn.withdrawn || progress.isOver) return { visibleReplySent: false };
      // An answer with a file comes as a block, and no final follows.
      if (info.kind === 'final' || (info.kind === 'block' && hasFiles(payload)))
        Object.assign(turn, { isEnding: true, hasQuestion: false });
      if (asksSomething(payload)) {
        turn.hasQuestion = true;
        gate.admitNext(turn);
      }
      const answers = info.kind === 'tool' ? [] : postsAnsweredBy(text);
      const finished = info.kind === 'tool' ? { text } : await stream.finish(text, { ...info, ...payload });
      const files = await admitTurnFiles(turn.accountId, turn.request.route.agentId, payload);
      const answer = { ...placeOf(turn.request), files, answers, deliveryId: randomUUID(), ...finished };
      if (controls) await addControls(await whenRunning(turn.accountId), answer, controls);
      const sent = send(turn, answer);
      progress.sending.push(sent);
      sent.catch(error => {
        if (isAnswerRefused(error)) progress.refusal ??= error;
      });
      const posts = turn.request.isCommand
        ? await Promise.race([sent, sleep(acknowledgementMs, [], { ref: false })])
        : await sent;
      if (info.kind !== 'tool') progress.delivered += 1;
      return { messageIds: posts.map(({ id }) => id), visibleReplySent: true, content: text };
    },
    onError: error => {
      progress.failed += 1;
      warn(`an answer to post ${turn.request.id} could not be posted`)(error);
    },
  };

  /** The posts that an answer is for; where the transcript does not show it, those of this turn. */
  function postsAnsweredBy(text: string): string[] {
    const { route, posts, isCommand } = turn.request;
    if (isCommand) return [...posts];
    const postsByTurn = new Map(gate.turnsIn(route.sessionKey).map(one => [one.name, one.request.posts]));
    postsByTurn.set(turn.name, posts);
    let names: readonly string[] = [];
    if (postsByTurn.size > 1 || answeredTurns.size > 0) {
      try {
        names = turnsAnsweredBy(records.transcript(route), text, new Set(postsByTurn.keys()), answeredTurns);
      } catch (error) {
        warn('the transcript does not say which messages are answered')(error);
      }
    }
    if (names.length === 0) names = [turn.name];
    for (const name of names) answeredTurns.add(name);
    return names.flatMap(name => postsByTurn.get(name) ?? []);
  }
}

/**
 * Posts an answer. That to a slash command may be for the caller alone; it also is when the server does not let the bot post
 * where the command was typed, which may be any channel of the team.
 */
async function send({ accountId, request }: Turn, answer: Answer): Promise<Pick<Post, 'id'>[]> {
  const { nativeCommand } = request;
  if (nativeCommand?.audience !== 'caller') {
    try {
      return await sendAnswer(accountId, answer);
    } catch (error) {
      if (!nativeCommand || !isAnswerRefused(error)) throw error;
    }
  }
  await answerPrivately(accountId, nativeCommand.caller, answer.text, answer.deliveryId);
  return [];
}

/** Whether a payload asks the person something, which is answered with buttons or by writing. */
function asksSomething(payload: ReplyPayload & { readonly channelData?: Record<string, unknown> }): boolean {
  return payload.channelData?.['askUser'] !== undefined;
}
