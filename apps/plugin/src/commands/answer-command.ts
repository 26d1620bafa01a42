import type { Handle, Inbox, Outcome } from '@clawmost/mm-inbox';
import { HttpError } from '@clawmost/mm-rest';
import type { CommandEvent, CommandReply } from '@clawmost/mm-slash-registry';
import { resolveNativeCommandSessionTargets } from 'openclaw/plugin-sdk/command-auth-native';
import { answerPrivately } from '../answers/answer-privately.ts';
import { sendAnswer } from '../answers/send-answer.ts';
import type { AnswerRequest } from '../recovery/recover.ts';
import { texts } from '../texts.ts';
import { type ActionJudge, type ActionVerdict, judgeAction } from '../turns/judge-action.ts';
import { placeOf, type TurnRequest } from '../turns/turn.ts';
import { channelChanger, mayChangeSettings } from './channel-changes.ts';
import { type CommandList, commandOf } from './command-list.ts';
import type { SlashCommand } from './slash-command.ts';

/** What answering commands takes. */
export interface CommandAnswering {
  readonly judge: ActionJudge & {
    readonly account: { readonly log: { info(line: string): void; warn(line: string): void } };
  };
  readonly answer: AnswerRequest;
  readonly commands: () => CommandList;
  readonly prefix: string | undefined;
  /** Gives a person who is not known a pairing code in their direct channel. */
  readonly giveCode: (event: CommandEvent) => Promise<unknown>;
}

/** The kind of the entries in the ledger. */
export const slashKind = 'slash';

/**
 * Returns the handler of verified calls: it says to the person at once whether the command is carried out. An accepted
 * command is in the ledger before that.
 */
export function acceptCommand(
  answering: CommandAnswering,
  inbox: Pick<Inbox, 'add'>,
): (event: CommandEvent) => Promise<CommandReply> {
  const { account } = answering.judge;
  return async event => {
    account.log.info(`slash command /${event.trigger} from ${event.userName} in ${event.channelId}`);
    let verdict: ActionVerdict;
    try {
      verdict = await judge(answering, event);
    } catch (error) {
      account.log.warn(`slash command /${event.trigger} could not be judged: ${String(error)}`);
      // Only Mattermost's own answer says that the bot cannot see the channel.
      const isUnseen = error instanceof HttpError && [403, 404].includes(error.status) && error.id !== undefined;
      return { text: isUnseen ? texts.commandInUnseenChannel : texts.commandNotJudged };
    }
    if (verdict.act === 'refuse') return { text: await refusalText(answering, event, verdict.code) };
    await inbox.add({ kind: slashKind, id: event.id, payload: event });
    return { text: texts.commandAccepted };
  };
}

/** Returns the handler of commands in the ledger. */
export function handleCommand(answering: CommandAnswering): Handle<unknown> {
  return async (payload, job): Promise<Outcome> => {
    const event = payload as CommandEvent;
    const verdict = await judge(answering, event);
    if (verdict.act === 'refuse') return { outcome: 'silent', code: verdict.code };
    const command = commandOf(answering.commands(), event.trigger, answering.prefix);
    if (command.run) return runOwn(answering, command.run, event, verdict.request, job);
    return answering.answer(requestOf(answering, event, verdict.request), {
      signal: job.signal,
      attempt: job.attempt,
      source: job.source,
      onStarted: job.release,
    });
  };
}

/** Carries out a command of ours, and says what came of it. */
async function runOwn(
  { judge: { account } }: CommandAnswering,
  run: NonNullable<SlashCommand['run']>,
  event: CommandEvent,
  request: TurnRequest,
  job: Parameters<Handle<unknown>>[1],
): Promise<Outcome> {
  const { accountId } = account;
  const { userId, channelId, text: args, userMentions: mentions } = event;
  const config = account.config();
  const mayChange = request.mayCommand && mayChangeSettings(config, accountId, userId);
  const call = { ...{ args, mentions, channelId, accountId, config, mayChange }, change: channelChanger(accountId) };
  const isDirect = request.kind === 'direct';
  const { text, isPrivate = false } = isDirect ? { text: texts.onlyInChannels } : await run(call);
  const deliveryId = `own-${event.id}`;
  if (isPrivate) await answerPrivately(accountId, event, text, deliveryId);
  else {
    // Its reply may be posted: a change of the settings restarts the account.
    const begunAt = job.attempt > 1 || job.source !== 'live' ? request.writtenAt : undefined;
    await sendAnswer(accountId, { ...placeOf(request), text, deliveryId, answers: [request.id] }, begunAt);
  }
  return { outcome: 'answered', code: 'delivered' };
}

/** A command is judged as a message with the same text would be, in the thread where it was typed. */
async function judge({ judge: by, commands, prefix }: CommandAnswering, event: CommandEvent): Promise<ActionVerdict> {
  const { id, trigger, text, userId, channelId, rootId, runAt } = event;
  const command = commandOf(commands(), trigger, prefix);
  return judgeAction(by, {
    ...{ id: `${slashKind}:${id}`, messageId: `${slashKind}:${id}`, event: 'native-command', userId, channelId },
    threadId: rootId || undefined,
    at: runAt ?? Date.now(),
    text: command.toText(text),
    isCommand: true,
  });
}

/** The request for a turn: OpenClaw's own commands run in a session of their own, those of skills in the conversation. */
function requestOf({ commands, prefix }: CommandAnswering, event: CommandEvent, request: TurnRequest): TurnRequest {
  const { trigger, text, userId, responseUrl } = event;
  const command = commandOf(commands(), trigger, prefix);
  if (command.isForAgent) return { ...request, isCommand: false };
  const { route } = request;
  const { sessionKey, commandTargetSessionKey } = resolveNativeCommandSessionTargets({
    agentId: route.agentId,
    sessionPrefix: 'mattermost:slash',
    userId,
    targetSessionKey: route.sessionKey,
  });
  return {
    ...request,
    route: { ...route, sessionKey },
    nativeCommand: {
      name: command.name,
      targetSessionKey: commandTargetSessionKey,
      isHarmless: command.isHarmless(text),
      caller: { responseUrl, userId },
      // A direct message has no other readers, and a post stays.
      audience: request.kind === 'direct' ? 'channel' : command.audience(text),
    },
  };
}

/** What a person reads whose command is not carried out. */
async function refusalText({ giveCode }: CommandAnswering, event: CommandEvent, code: string): Promise<string> {
  switch (code) {
    case 'dm-disabled':
    case 'dm_policy_disabled':
      return texts.directMessagesOff;
    case 'group-disabled':
    case 'channel-disabled':
    case 'group_policy_disabled':
      return texts.commandsOffInChannels;
    case 'group-list-empty':
      return texts.commandsNotConfigured;
    case 'pairing-required':
      await giveCode(event);
      return texts.commandNeedsPairing;
    default:
      return texts.unauthorized;
  }
}
