import { describe, expect, it } from 'vitest';
import { type CommandReply, createLateAnswers, LateAnswerError, ReplyError } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

/** Runs a command whose handler gives a reply; resolves to what the caller's app got. */
async function runWith(reply: CommandReply | undefined) {
  const office = await openOffice({ reply: () => reply, receiver: { logger: { warn() {}, error() {} } } });
  await office.registry.reconcile([office.acme.id]);
  await office.alice.runs('/oc_status', { in: office.ops });
  return office;
}

/** Texts that the Slack layer of the server would rewrite. */
const awkward = [
  'a < a | b > a',
  '```\n[ 3 | a <- xs ]\n\\p -> 5\n```',
  '<!channel> and <@U1>',
  'List<Map<String,V>>',
  '<div>',
  '<https://example.com|text>',
];

describe('An answer', () => {
  it.each(awkward)('The answer %j is shown as it was sent', async text => {
    const { alice, ops } = await runWith({ text });
    expect(await alice.seesEphemeral({ in: ops })).toMatchObject({ message: text });
  });

  it.each(awkward)('The late answer %j is shown as it was sent', async text => {
    const { alice, ops, events } = await runWith(undefined);
    const [event] = events;
    if (!event) throw new Error('no event');
    await createLateAnswers(event).send({ text });
    expect(await alice.seesEphemeral({ in: ops })).toMatchObject({ message: text });
  });

  it('An answer for the channel is a post of the caller', async () => {
    const { mattermost, ops, alice } = await runWith({ text: 'a < b | c > d', show: 'channel' });
    expect(mattermost.posts(ops)).toMatchObject([{ user_id: alice.id, message: 'a < b | c > d' }]);
  });

  it('Without an answer, nothing is shown', async () => {
    const { mattermost, ops } = await runWith(undefined);
    expect(mattermost.posts(ops)).toEqual([]);
  });

  it.each([20_000, 200_000])('An answer of %d characters comes in parts of what the server takes', async length => {
    const line = 'a line of words that is long enough to be cut\n';
    const text = line.repeat(Math.ceil(length / line.length)).slice(0, length);
    const { mattermost, ops } = await runWith({ text, show: 'channel' });
    const parts = mattermost.posts(ops).map(({ message }) => message);
    expect(parts.length).toBe(Math.ceil(length / 16_383));
    const words = (one: string) => one.split(/\s+/).filter(word => word !== '');
    expect(words(parts.join('\n'))).toHaveLength(words(text).length);
    expect(words(parts.join('\n')).join(' ') === words(text).join(' ')).toBe(true);
  });

  it('A code block that is cut is closed and opened again', async () => {
    const { mattermost, ops } = await runWith({
      text: `\`\`\`sql\n${'select 1;\n'.repeat(2_000)}\`\`\``,
      show: 'channel',
    });
    const [first, second] = mattermost.posts(ops).map(({ message }) => message);
    expect(first?.endsWith('\n```')).toBe(true);
    expect(second?.startsWith('```sql\nselect 1;')).toBe(true);
  });

  it.each<[string, CommandReply]>([
    ['an empty text for the channel', { text: ' ', show: 'channel' }],
    ['buttons for the channel', { text: 'x', show: 'channel', attachments: [{ actions: [{ id: 'ok' }] }] }],
    ['a text that is a number', { text: 7 as never }],
  ])('With %s, the caller is told that the command failed', async (_, reply) => {
    const { alice, ops, mattermost } = await runWith(reply);
    await alice.seesEphemeral({ in: ops, matching: /could not be processed/ });
    expect(mattermost.posts(ops)).toEqual([]);
  });
});

describe('Late answers', () => {
  async function openLate() {
    const office = await runWith(undefined);
    const [event] = office.events;
    if (!event) throw new Error('no event');
    return { ...office, event };
  }

  it('The server takes five, and a sixth is not sent', async () => {
    const { event, alice, ops, mattermost } = await openLate();
    const late = createLateAnswers(event);
    for (let count = 1; count <= 5; count += 1) {
      await late.send({ text: `late ${count}` });
      await alice.seesEphemeral({ in: ops, matching: new RegExp(`^late ${count}$`) });
    }
    expect(late.usesLeft).toBe(0);
    const before = mattermost.requests.length;
    await expect(late.send({ text: 'x' })).rejects.toMatchObject({ code: 'late-answer', reason: 'used-up' });
    expect(mattermost.requests).toHaveLength(before);
    // A sender that does not know of the others is refused by the server.
    await expect(createLateAnswers(event).send({ text: 'x' })).rejects.toMatchObject({
      reason: 'expired',
      status: 400,
    });
  });

  it('A long one of ten parts takes one use, and goes out in order', async () => {
    const { event, mattermost, ops } = await openLate();
    const late = createLateAnswers(event);
    await late.send({ text: 'one two three\n'.repeat(11_700), show: 'channel' });
    expect(late.usesLeft).toBe(4);
    expect(mattermost.posts(ops)).toHaveLength(10);
  });

  it('One that needs more uses than are left is refused before the first part', async () => {
    const { event, mattermost, ops } = await openLate();
    const late = createLateAnswers(event);
    await expect(late.send({ text: 'x'.repeat(1_300_000) })).rejects.toThrow(ReplyError);
    expect(mattermost.posts(ops)).toEqual([]);
    expect(late.usesLeft).toBe(5);
  });

  it('After half an hour, nothing is sent', async () => {
    const { event } = await openLate();
    let now = 1_000;
    const late = createLateAnswers(event, { now: () => now });
    now += 30 * 60_000;
    await expect(late.send({ text: 'x' })).rejects.toMatchObject({ reason: 'expired', status: undefined });
  });

  it('The server is reached at the given address, and nothing but the address of a hook is called', async () => {
    const { event, mattermost, alice, ops } = await openLate();
    const hook = event.responseUrl.split('/').at(-1);
    const responseUrl = `https://chat.example.com/sub/hooks/commands/${hook}`;
    await createLateAnswers({ responseUrl }, { serverUrl: `${mattermost.url}/` }).send({ text: 'by the address' });
    await alice.seesEphemeral({ in: ops, matching: /by the address/ });
    for (const wrong of ['', 'http://169.254.169.254/latest', `${mattermost.url}/api/v4/posts`, 'file:///etc/passwd']) {
      await expect(createLateAnswers({ responseUrl: wrong }).send({ text: 'x' })).rejects.toThrow(LateAnswerError);
    }
  });

  it('In a thread of an older server, which does not name it, the late answer is in the thread', async () => {
    const { registry, acme, alice, ops, events } = await openOffice({ version: '10.11', reply: () => undefined });
    await registry.reconcile([acme.id]);
    const root = await alice.says('a thread', { in: ops });
    await alice.runs('/oc_status', { in: ops, thread: root });
    const [event] = events;
    if (!event) throw new Error('no event');
    await createLateAnswers(event).send({ text: 'in the thread' });
    expect(await alice.seesEphemeral({ in: ops, matching: /in the thread/ })).toMatchObject({ root_id: root.id });
  });
});
