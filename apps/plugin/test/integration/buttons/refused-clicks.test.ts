import { describe, expect, it } from 'vitest';
import { texts } from '../../../src/texts.ts';
import { attachmentsOf, buttons, openButtons } from '../../support/buttons.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const { channel: channelRuntime } = await loadOpenClaw();

/** An account whose channel has a choice, and a person who was the last to call. */
async function openChoice(section: object = {}) {
  const stage = await openButtons({ channelRuntime, section });
  const id = await stage.send(buttons('Yes', 'No'));
  /** The choice is as it was: a click of Alice's is answered. */
  const isStillOpen = async (): Promise<void> => {
    expect(stage.requests).toEqual([]);
    await stage.alice.clicks(stage.post(id), 'Yes');
    await expect.poll(() => stage.requests, patience).toHaveLength(1);
  };
  return { ...stage, id, isStillOpen };
}

const exactly = (text: string) => new RegExp(text.replace(/[.#]/g, String.raw`\$&`));

describe('A refused click starts nothing and uses nothing up', () => {
  it('A person who may not talk to the bot reads that the click was ignored', async () => {
    const { team, ops, id, post, account, ...rest } = await openChoice({
      groupPolicy: 'allowlist',
      groupAllowFrom: ['somebody'],
    });
    const bob = team.addPerson('bob');
    ops.add(bob);
    await bob.clicks(post(id), 'Yes');
    await bob.seesEphemeral({ in: ops, matching: exactly(texts.ignoredClick('#ops')) });
    expect(rest.requests).toEqual([]);
    expect(attachmentsOf(post(id))[0]?.['actions']).toHaveLength(2);
    expect(account.lines.join('\n')).toMatch(/click .* was ignored: group-not-listed/);
  });

  it('A person who cannot read the private channel is refused, although the server delivers the click', async () => {
    const stage = await openButtons({ channelRuntime });
    const { alice, claw, team, mattermost, send, call, calls, requests } = stage;
    const secret = team.addChannel('secret', { members: [alice, claw], type: 'P' } as never);
    const bob = team.addPerson('bob');
    const id = await send(buttons('Yes'), { to: `channel:${secret.id}` });
    const post = () => mattermost.posts(secret).find(one => one.id === id) ?? expect.fail('no post');
    await alice.clicks(post(), 'Yes');
    const [click] = calls;
    if (!click) expect.fail('no click');
    const second = await send(buttons('Yes'), { to: `channel:${secret.id}` });
    expect(second).not.toBe(id);
    await expect.poll(() => requests, patience).toHaveLength(1);
    const answer = await call({ ...click, user_id: bob.id, user_name: 'bob' });
    expect(answer.body['ephemeral_text']).toBe(texts.ignoredClick('#secret'));
  });

  it('A forged ticket is refused, and the log names the place and nothing secret', async () => {
    const { alice, claw, id, clickOn, call, account, isStillOpen } = await openChoice();
    const { context, ...click } = await clickOn(id, alice);
    const answer = await call({ ...click, context: { ...context, _ticket: 'forged' } });
    expect(answer).toMatchObject({ status: 403, body: { error: 'Invalid token' } });
    expect(account.lines.join('\n')).toMatch(new RegExp(`invalid ticket .*user=${alice.id} .*post=${id}`));
    expect(account.lines.join('\n')).not.toContain(claw.token);
    await isStillOpen();
  });

  it('A genuine click that is repeated with another post or channel does not count, and the true one does', async () => {
    const { alice, id, post, send, call, calls, requests } = await openChoice();
    const other = await send(buttons('Yes'));
    await alice.clicks(post(other), 'Yes');
    await expect.poll(() => requests, patience).toHaveLength(1);
    const [click] = calls;
    if (!click) expect.fail('no click');
    expect(await call({ ...click, post_id: id })).toMatchObject({ status: 403 });
    expect(await call({ ...click, channel_id: 'elsewhere' })).toMatchObject({ status: 403 });
    const replayed = await call(click);
    expect(replayed).toMatchObject({ status: 200, body: { ephemeral_text: texts.alreadyChosen } });
    await alice.clicks(post(id), 'No');
    await expect.poll(() => requests, patience).toHaveLength(2);
    expect(requests[1]?.text).toContain('"No"');
  });

  it('An expired button is no longer valid', async () => {
    const { alice, ops, id, post, clickOn, stores, requests } = await openChoice();
    const { context } = await clickOn(id, alice);
    const ticket = await stores.tickets.find(String(context['_ticket']));
    if (!ticket) expect.fail('no ticket');
    await stores.tickets.add([{ ...ticket, expiresAt: 1 }]);
    await alice.clicks(post(id), 'Yes');
    await alice.seesEphemeral({ in: ops, matching: exactly(texts.choiceExpired) });
    expect(requests).toEqual([]);
  });

  it('A click from an address that is not the server’s is refused, with what to do in the log', async () => {
    const { alice, id, clickOn, call, account } = await openChoice({
      interactions: { allowedSourceIps: ['192.0.2.10'] },
    });
    const answer = await call(await clickOn(id, alice));
    expect(answer).toEqual({ status: 403, body: { error: 'Forbidden origin' } });
    expect(account.lines.join('\n')).toMatch(
      /rejected callback source.* remote=127\.0\.0\.1 — add .*interactions\.allowedSourceIps/,
    );
  });

  it.each([
    ['the last hop before a trusted proxy counts', { 'x-forwarded-for': '198.51.100.1, 192.0.2.10' }, 200],
    ['another address is refused', { 'x-forwarded-for': '192.0.2.10, 198.51.100.1' }, 403],
    ['a proxy that does not say who called is refused', {}, 403],
    ['X-Real-IP does not count unless OpenClaw is told so', { 'x-real-ip': '192.0.2.10' }, 403],
  ])('Behind gateway.trustedProxies, %s', async (_, headers, status) => {
    const { send, clickOn, call, alice } = await openButtons({
      ...{ channelRuntime, gateway: { trustedProxies: ['127.0.0.1'] } },
      section: { interactions: { allowedSourceIps: ['192.0.2.10'] } },
    });
    const click = await clickOn(await send(buttons('Yes')), alice);
    expect((await call(click, headers)).status).toBe(status);
  });

  it('Without trusted proxies, X-Forwarded-For does not count', async () => {
    const { send, clickOn, call, alice } = await openButtons({
      ...{ channelRuntime, section: { interactions: { allowedSourceIps: ['192.0.2.10'] } } },
    });
    const click = await clickOn(await send(buttons('Yes')), alice);
    expect((await call(click, { 'x-forwarded-for': '192.0.2.10' })).status).toBe(403);
  });

  it('A message that was deleted meanwhile starts nothing', async () => {
    const { alice, account, id, clickOn, call, requests } = await openChoice();
    const click = await clickOn(id, alice);
    await account.rest.posts.delete(id);
    expect((await call(click)).body['ephemeral_text']).toBe(texts.postGone);
    expect(requests).toEqual([]);
  });
});
