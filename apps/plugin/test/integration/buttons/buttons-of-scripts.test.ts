import { execFileSync } from 'node:child_process';
import { buildButtonAttachments } from '@clawmost/mm-hmac-buttons';
import { expect, it } from 'vitest';
import { attachmentsOf, openButtons } from '../../support/buttons.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const { channel: channelRuntime } = await loadOpenClaw();

/** An account, and the address that a script writes into its buttons. */
async function open(interactions: object = {}) {
  const stage = await openButtons({ channelRuntime, section: { interactions } });
  const callbackUrl = `${stage.gatewayUrl}/mattermost/interactions/default`;
  const postWith = async (attachments: readonly unknown[]) => {
    const message = 'Release 17 is ready.';
    const { id } = await stage.account.rest.posts.create({ channel_id: stage.ops.id, message, props: { attachments } });
    return id;
  };
  return { ...stage, callbackUrl, postWith };
}

// The example of OpenClaw's documentation, with the parts around it that make a post.
const documentedPython = `
import hmac, hashlib, json, sys
bot_token, url = sys.argv[1:]
secret = hmac.new(b"openclaw-mattermost-interactions", bot_token.encode(), hashlib.sha256).hexdigest()
ctx = {"action_id": "mybutton01", "action": "approve"}
payload = json.dumps(ctx, sort_keys=True, separators=(",", ":"))
token = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).hexdigest()
context = {**ctx, "_token": token}
action = {"id": "mybutton01", "type": "button", "name": "Approve", "integration": {"url": url, "context": context}}
print(json.dumps([{"text": "Release notes", "actions": [action]}]))
`;

it('A button that the documented Python program signed starts a turn, and the rest of its post stays', async () => {
  const { claw, callbackUrl, postWith, alice, post, requests } = await open();
  const output = execFileSync('python3', ['-c', documentedPython, claw.token, callbackUrl], { encoding: 'utf8' });
  const id = await postWith(JSON.parse(output));
  await alice.clicks(post(id), 'Approve');
  await expect.poll(() => requests, patience).toHaveLength(1);
  expect(requests[0]?.text).toBe('[Button click: user @alice selected "Approve"]\nmybutton01');
  const { message, props } = post(id);
  expect(message).toBe('Release 17 is ready.');
  expect(attachmentsOf({ props })).toMatchObject([
    { text: 'Release notes' },
    { text: '✓ **Approve** selected by @alice' },
  ]);
});

it('Two clicks on a signed button at once start one turn, and later ones find no such button', async () => {
  const { claw, callbackUrl, postWith, alice, post, requests, ops, calls, call } = await open();
  const buttons = [{ label: 'Approve', value: 'approve' }];
  const id = await postWith(buildButtonAttachments({ callbackUrl, channelId: ops.id, buttons, botToken: claw.token }));
  const shown = post(id);
  await Promise.allSettled([alice.clicks(shown, 'Approve'), alice.clicks(shown, 'Approve')]);
  await expect.poll(() => requests, patience).toHaveLength(1);
  const [click] = calls;
  if (!click) expect.fail('no click');
  expect(await call(click)).toMatchObject({ status: 403, body: { error: 'Unknown action' } });
  expect(requests).toHaveLength(1);
});

it('A context whose signature is wrong is refused with the documented line, and with what to do', async () => {
  const { claw, callbackUrl, postWith, alice, post, requests, ops, account } = await open();
  const buttons = [{ label: 'Approve', value: 'approve' }];
  const [attachment] = buildButtonAttachments({ callbackUrl, channelId: ops.id, buttons, botToken: claw.token });
  const forged = JSON.parse(JSON.stringify(attachment).replace('"action_id"', '"amount":1000,"action_id"'));
  const id = await postWith([forged]);
  await expect(alice.clicks(post(id), 'Approve')).rejects.toMatchObject({ status: 400 });
  expect(account.lines.join('\n')).toMatch(/mattermost interaction: invalid _token.* — sign all fields/);
  expect(requests).toEqual([]);
});

it('interactions.scriptTokens: with false, buttons of scripts do not count', async () => {
  const { claw, callbackUrl, postWith, alice, post, requests, ops, account } = await open({ scriptTokens: false });
  const buttons = [{ label: 'Approve', value: 'approve' }];
  const id = await postWith(buildButtonAttachments({ callbackUrl, channelId: ops.id, buttons, botToken: claw.token }));
  await expect(alice.clicks(post(id), 'Approve')).rejects.toMatchObject({ status: 400 });
  expect(account.lines.join('\n')).toMatch(/signed contexts are switched off.*interactions\.scriptTokens/);
  expect(requests).toEqual([]);
});
