import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRestClient } from '@clawmost/mm-rest';
import { type MattermostOptions, startMattermost } from '@clawmost/mm-testserver';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { onTestFinished, vi } from 'vitest';
import { startAccount } from '../../src/account/start.ts';
import { answerCallback } from '../../src/callbacks/answer-callback.ts';
import { resolveAccount } from '../../src/config/accounts.ts';
import { withSection } from './config.ts';

type Plan = Parameters<PluginRuntime['channel']['inbound']['dispatch']>[0];

/** A turn that OpenClaw was given. */
export interface Dispatched {
  readonly plan: Plan;
  readonly messageId: string | undefined;
  /** What OpenClaw reads. */
  readonly text: string;
  /** The fields of OpenClaw's context. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** What a test changes. */
export interface SlashOptions extends MattermostOptions {
  /** More keys of `channels.mattermost`. */
  readonly section?: object;
  /** More keys of the whole configuration. */
  readonly cfg?: object;
  /** What OpenClaw answers. @default the text of the command */
  readonly says?: (dispatched: Dispatched) => string | Promise<string>;
  /** Whether the bot is an administrator of its teams. @default true */
  readonly teamAdmin?: boolean;
}

export const patience = { timeout: 60_000, interval: 20 };

let started = 0;

/**
 * Starts an embedded Mattermost with two teams, alice and the bot claw, and what the gateway's HTTP server is for the plugin.
 * `start` runs the account with OpenClaw's own routes and admission; only its turns are played.
 */
export async function openSlashOffice(openclaw: PluginRuntime, options: SlashOptions = {}) {
  const { section, cfg: moreCfg, says = ({ text }) => `Answer to ${text}`, teamAdmin = true, ...server } = options;
  const mattermost = await startMattermost(server);
  onTestFinished(() => mattermost.stop());
  const [acme, beta] = [mattermost.addTeam('acme'), mattermost.addTeam('beta')];
  const [alice, claw] = [acme.addPerson('alice'), acme.addBot('claw', { teamAdmin })];
  beta.add(alice);
  beta.add(claw, { teamAdmin });
  const ops = acme.addChannel('ops', { members: [alice, claw] });
  const lab = beta.addChannel('lab', { members: [alice, claw] });
  const http = createServer((request, response) => void answerCallback(request, response));
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const gatewayUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  started += 1;
  const accountId = `slash${started}`;
  const dispatched: Dispatched[] = [];
  const lines: string[] = [];

  /** Starts the account, with the settings of the section changed. */
  function start(more: object = {}) {
    const commands = { native: true, callbackUrl: `${gatewayUrl}/api/channels/mattermost/command` };
    const account = {
      ...{ baseUrl: mattermost.url, botToken: claw.token, network: { dangerouslyAllowPrivateNetwork: true } },
      ...{
        groupPolicy: 'allowlist',
        groupAllowFrom: [alice.id],
        allowFrom: [alice.id],
        dmPolicy: 'allowlist',
        commands,
      },
      ...section,
      ...more,
    };
    const cfg = { ...withSection({ accounts: { [accountId]: account } }), ...moreCfg };
    const stop = new AbortController();
    let snapshot: Record<string, unknown> = { accountId };
    const log = (line: string) => void lines.push(line);
    const dispatch = async (plan: Plan) => {
      const context = plan.ctxPayload as unknown as Record<string, unknown>;
      const one: Dispatched = { plan, messageId: plan.messageId, text: String(context['CommandBody']), context };
      dispatched.push(one);
      const text = await says(one);
      await plan.delivery.deliver({ text }, { kind: 'final' } as Parameters<Plan['delivery']['deliver']>[1]);
      return { dispatchResult: { counts: { final: 1 } } };
    };
    const inbound = { ...openclaw.channel.inbound, dispatch };
    const ctx = {
      ...{ cfg, accountId, account: resolveAccount(cfg, accountId), abortSignal: stop.signal },
      log: { debug: log, info: log, warn: log, error: log },
      channelRuntime: { ...openclaw.channel, inbound },
      getStatus: () => snapshot,
      setStatus: (patch: object) => {
        snapshot = { ...snapshot, ...patch };
      },
    };
    const ended = startAccount(ctx as unknown as Parameters<typeof startAccount>[0]);
    const end = async (): Promise<void> => {
      stop.abort(new Error('the test has ended'));
      await ended;
    };
    onTestFinished(end);
    return { stop: end, snapshot: () => snapshot };
  }

  return {
    ...{ mattermost, acme, beta, alice, claw, ops, lab, gatewayUrl, accountId, dispatched, lines, start },
    /** Waits until a line of the log matches. */
    logged: (pattern: RegExp) =>
      vi.waitFor(() => {
        if (!lines.some(line => pattern.test(line)))
          throw new Error(`no line matches ${pattern}:\n${lines.join('\n')}`);
      }, patience),
    /** The commands of a team, as an administrator of the server sees them. */
    commands: (team: { readonly id: string }) =>
      createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token }).commands.list(team.id),
    admin: createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token }),
    /** The posts of the bot in a channel. */
    posts: (channel: { readonly id: string }) =>
      mattermost.posts(channel as Parameters<typeof mattermost.posts>[0]).filter(({ user_id }) => user_id === claw.id),
  };
}
