import type { TurnRequest } from '../../src/turns/turn.ts';

/** A request for a turn in a channel, with what a test leaves open filled in. */
export function turnRequest(id: string, more: Partial<TurnRequest> = {}): TurnRequest {
  const agent = { agentId: 'main', mainSessionKey: 'agent:main:main', dmScope: 'main' as const };
  const channelId = more.channel?.id ?? 'ops';
  const sessionKey = `agent:main:mattermost:channel:${channelId}`;
  return {
    id,
    posts: [id],
    messageId: id,
    writtenAt: 1,
    timestamp: 1,
    kind: 'channel',
    channel: { id: channelId, name: 'ops', team_id: 'acme', type: 'O' } as TurnRequest['channel'],
    speaker: { id: 'alice', name: 'Alice' },
    route: {
      ...agent,
      peer: { kind: 'channel', id: channelId },
      baseSessionKey: sessionKey,
      sessionKey,
      threadId: undefined,
    },
    to: `channel:${channelId}`,
    rawText: `@claw ${id}`,
    text: id,
    isCommand: false,
    mayCommand: false,
    isStop: false,
    wasMentioned: true,
    requireMention: true,
    admission: { ingress: { admission: 'dispatch' } } as TurnRequest['admission'],
    question: { contextBinding: { messageId: id } } as unknown as TurnRequest['question'],
    ...more,
  };
}
