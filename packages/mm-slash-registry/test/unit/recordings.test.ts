import { describe, expect, it } from 'vitest';
import { eventOf } from '../../src/receiving/event.ts';
import { bodyKindOf, headerTokenOf, readPayload } from '../../src/receiving/payload.ts';
import recorded from '../recordings/command-calls.json' with { type: 'json' };

interface RecordedCall {
  readonly label: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string | readonly string[]>>;
}

const versions = Object.entries(recorded.calls as Readonly<Record<string, readonly RecordedCall[]>>);

describe.each(versions)('What Mattermost %s sends', (version, calls) => {
  it.each(calls.map(call => [call.label, call] as const))('The call of "%s" is read', (_, { headers, form }) => {
    const pairs = Object.entries(form).flatMap(([name, value]) =>
      [value].flat().map(one => [name, one] as [string, string]),
    );
    const bytes = Buffer.from(new URLSearchParams(pairs).toString());
    expect(bodyKindOf(headers['content-type'])).toBe('form');
    const token = headerTokenOf(headers['authorization']);
    expect(token).toBe(form['token']);
    const payload = readPayload(bytes, 'form', token);
    if (!payload) throw new Error('the call is refused');
    const event = eventOf(payload, 'default', { id: 'c', teamId: payload.teamId, trigger: payload.trigger });
    expect(event).toMatchObject({ text: form['text'], userName: 'alice', id: expect.stringMatching(/^[a-z0-9]{26}$/) });
    expect(event.runAt).toBeGreaterThan(1_600_000_000_000);
    expect('rootId' in event).toBe(version === '11.1');
    expect(JSON.stringify(event)).not.toContain('$cmd.token');
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });
});
