import type { Turn as InboxTurn, Outcome } from '@clawmost/mm-inbox';
import { rulesForChannel } from '@clawmost/mm-policy';
import type { RestClient } from '@clawmost/mm-rest';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { createDelivery } from '../answers/delivery.ts';
import { createDeliveryGate } from '../answers/delivery-gate.ts';
import type { Say } from '../answers/say.ts';
import { standsWhole } from '../answers/stands-whole.ts';
import type { ChannelSettings } from '../config/channel-settings.ts';
import type { ReadSessionNote } from '../host/session-entry.ts';
import type { AdmittedPost } from '../messages/handle-post.ts';
import type { RulesFor } from '../messages/rules.ts';
import type { IsSent, Resumption } from '../recovery/resumption.ts';
import { untilAtRest } from '../recovery/wait-until-idle.ts';
import type { Owed, OwedPlace } from '../storage/sqlite/owed.ts';
import { type AnswerTrace, runTurn } from './follow-turn.ts';
import { dispatchTurn, replyTarget } from './host-turn.ts';
import { hostKnows, isHostsRefusal, steered } from './outcome.ts';

/** What it takes to hand a post to the host. */
export interface HandOverOptions {
  /** The configuration as it is now. */
  readonly config: () => OpenClawConfig;
  readonly accountId: string;
  readonly botId: string;
  readonly inbound: PluginRuntime['channel']['inbound'];
  readonly rulesFor: RulesFor;
  readonly settingsFor: (channelId: string) => ChannelSettings;
  readonly rest: RestClient;
  readonly say: Say;
  readonly owed: Owed;
  readonly sessionNote: ReadSessionNote;
  /** Waits for what a crash has interrupted in a session. */
  readonly resumed: Resumption;
  readonly warn: (what: string) => (error: unknown) => void;
}

/** Sees to one post, with those before it that were written in quick succession. */
export type Answer = (
  post: AdmittedPost,
  before: readonly AdmittedPost[],
  turn: InboxTurn,
  taken: () => void,
) => Promise<Outcome>;

/** Then the person is told what the host says, instead of being left to wait. */
const lastSilentAttempt = 2;

/** Returns the function that hands an admitted post to the host and tells how its turn ended. */
export function createHandOver(options: HandOverOptions): Answer {
  const { owed, warn, rest } = options;
  const gate = createDeliveryGate();

  return async ({ facts, judgement }, before, turn, taken) => {
    const { post, channel, kind } = facts;
    const { route, admission, decision } = judgement;
    const place = { channelId: channel.id, rootId: route.threadId };
    const all = [...before, { facts }].map(each => each.facts.post.id);
    const answers: AnswerTrace = { delivered: 0, failed: 0, refused: false };
    let begun = false;
    const onItsWay = gate.open(route.sessionKey);
    const delivery = createDelivery({
      place,
      to: replyTarget(facts),
      triggerId: post.id,
      answers: all,
      send: async answer => (await options.say(answer)).map(({ id }) => id),
      onItsWay,
      isRefusal: text => {
        const refused =
          !begun && !isCommand(decision.text) && turn.attempt <= lastSilentAttempt && isHostsRefusal(text);
        answers.refused ||= refused;
        return refused;
      },
      onDelivered: () => {
        answers.delivered += 1;
      },
      onError: error => {
        answers.failed += 1;
        warn(`an answer to post ${post.id} could not be posted`)(error);
      },
    });
    const settings = options.settingsFor(channel.id);
    const isSent: IsSent = (text, sinceMs) =>
      standsWhole(rest, { ...place, botId: options.botId, text, sinceMs }, turn.signal);
    if (!decision.command && !turn.wasAdopted) await options.resumed(route, isSent, turn.signal);
    await gate.clear(route.sessionKey);
    turn.signal.throwIfAborted();
    try {
      const outcome = await runTurn({
        turn,
        atOnce: decision.command,
        answers,
        // Only the host's adoption outlives a crash: until then the posts before this one are not taken care of.
        onPutOff: () => owed.putOff(all, place, Date.now()),
        onAdopted: () => {
          begun = true;
          owed.taken(all, place, Date.now());
          taken();
        },
        dispatch: lifecycle =>
          dispatchTurn({
            inbound: options.inbound,
            cfg: options.config(),
            accountId: options.accountId,
            facts,
            speaker: decision.speaker,
            text: [...before.map(each => each.judgement.decision.text), decision.text].join('\n'),
            requireMention:
              kind !== 'direct' &&
              kind !== undefined &&
              rulesForChannel(options.rulesFor(facts), channel.id, kind).requireMention,
            route,
            admission,
            delivery,
            lifecycle,
            ...(kind !== 'direct' && { systemPrompt: settings.systemPrompt, skills: settings.skills }),
            typing: () => rest.typing.start(channel.id, route.threadId, { signal: turn.signal }),
            onTypingError: warn('typing could not be shown'),
          }),
      });
      if (outcome.outcome === 'joined') {
        if (outcome.code === steered) for (const id of all) owed.steered(id);
        const isAnswered = () => owed.isAnswered(post.id);
        await untilAtRest({ session: route, sessionNote: options.sessionNote, isAnswered, signal: turn.signal });
      }
      for (const id of all) noteEnd(owed, id, place, outcome);
      return outcome;
    } finally {
      onItsWay.isNoted();
    }
  };
}

/** Whether the host takes a text for a command; from those who may give none it takes no turn for it either. */
export function isCommand(text: string): boolean {
  return text.trimStart().startsWith('/');
}

function noteEnd(owed: Owed, postId: string, place: OwedPlace, { outcome, code }: Outcome): void {
  // What the host finishes by itself is still to be answered.
  if (code === hostKnows) return;
  if (outcome === 'joined') owed.done(postId);
  else owed.ended(postId, place);
}
