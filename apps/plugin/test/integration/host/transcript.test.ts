import { expect, it } from 'vitest';
import { hostRecords } from '../../../src/host/records.ts';
import { loadOpenClaw, writeMessage, writeSession } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();
const session = { agentId: 'main', sessionKey: 'agent:main:mattermost:channel:ops' };

it('The transcript of a session is read from OpenClaw’s own store, without tool results', async () => {
  await writeSession(openclaw, session, { sessionId: 'session', status: 'running' });
  const question = { role: 'user', content: 'what is it?', idempotencyKey: 'channel-user:v1:name' };
  await writeMessage(session, 'session', { ...question, __openclaw: { transport: { messageId: 'post' } } });
  await writeMessage(session, 'session', {
    ...{ role: 'assistant', stopReason: 'toolUse' },
    content: [
      { type: 'text', text: 'Let me look.' },
      { type: 'toolCall', id: 'call', name: 'look', arguments: {} },
    ],
  });
  await writeMessage(session, 'session', { role: 'toolResult', toolCallId: 'call', toolName: 'look', content: [] });
  await writeMessage(session, 'session', {
    ...{ role: 'assistant', stopReason: 'stop' },
    content: [
      { type: 'thinking', thinking: 'A cat.' },
      { type: 'text', text: 'It is ' },
      { type: 'text', text: 'a cat.' },
    ],
  });
  expect(hostRecords.transcript(session)).toEqual([
    { role: 'user', turn: 'channel-user:v1:name', messageId: 'post' },
    { role: 'assistant', text: 'Let me look.', isFinal: false },
    { role: 'assistant', text: 'It is a cat.', isFinal: true },
  ]);
});
