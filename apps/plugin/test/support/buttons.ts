import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInbox } from '@clawmost/mm-inbox';
import { createSocket } from '@clawmost/mm-ws';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { MessagePresentation } from 'openclaw/plugin-sdk/interactive-runtime';
import { expect, onTestFinished } from 'vitest';
import { controlsOf, renderForHost } from '../../src/answers/controls/host-payload.ts';
import { sendText } from '../../src/answers/send-text.ts';
import { startButtons } from '../../src/buttons/feature.ts';
import type { CallbackRoute } from '../../src/server/feature.ts';
import type { TurnRequest } from '../../src/turns/turn.ts';
import { type AccountOptions, markRunning, openAccount } from './account.ts';

/** What a test changes. */
export interface ButtonsOptions extends AccountOptions {
  /** What answers the requests for turns; they are collected in any case. */
  readonly answer?: (request: TurnRequest) => Promise<void>;
  /** Runs each call of the listener, as the gateway does. */
  readonly runCall?: (call: () => Promise<void>) => Promise<void>;
  /** OpenClaw's settings of the gateway. */
  readonly gateway?: OpenClawConfig['gateway'];
}

/** What Mattermost sends for a click. */
export type ClickCall = Readonly<Record<string, unknown>> & { readonly context: Readonly<Record<string, unknown>> };

/**
 * Starts an account with buttons on an embedded Mattermost, with a server in place of the gateway that Mattermost calls for
 * clicks. Turns are not run: the requests for them are collected.
 */
export async function openButtons(options: ButtonsOptions = {}) {
  let route: CallbackRoute | undefined;
  const calls: ClickCall[] = [];
  const gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The caller has hung up.
      return;
    }
    const body = Buffer.concat(chunks);
    calls.push(...parsed(body.toString()));
    // As a body parser leaves it.
    const { runCall = call => call() } = options;
    const { listener } = route && request.url === route.path ? route : {};
    if (listener) await runCall(() => listener(Object.assign(request, { body }), response));
    else response.writeHead(404).end();
  });
  await new Promise<void>(listening => gateway.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void gateway.close());
  const gatewayUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  const section = {
    ...{ groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] },
    ...options.section,
    interactions: { callbackBaseUrl: gatewayUrl, ...(options.section as { interactions?: object })?.interactions },
  };
  const stage = await openAccount({ ...options, section });
  const { stores, claw, mattermost, ops } = stage;
  const cfg: OpenClawConfig = { ...stage.cfg, ...(options.gateway && { gateway: options.gateway }) };
  const account = { ...stage.account, config: () => cfg };
  const requests: TurnRequest[] = [];

  async function start({ startedAt }: { readonly startedAt?: number } = {}) {
    const feature = startButtons(
      account,
      async request => {
        requests.push(request);
        await options.answer?.(request);
        return { outcome: 'answered', code: 'delivered' };
      },
      { approved: async () => [] },
      startedAt,
    );
    const ws = createSocket({ baseUrl: mattermost.url, token: claw.token });
    const inbox = createInbox({
      ...{ rest: account.rest, ws, ledger: stores.ledger, userId: claw.id },
      ...{ accept: () => false, handle: async () => {}, kinds: { ...feature.kinds } },
    });
    await inbox.start();
    await inbox.ready();
    [route] = feature.routes?.(inbox) ?? [];
    let isStopped = false;
    const stop = async () => {
      if (isStopped) return;
      isStopped = true;
      await inbox.stop();
      await feature.stop?.();
    };
    onTestFinished(stop);
    return { stop, inbox };
  }

  const running = await start();
  markRunning(account);

  /** Has the agent send a message with controls, as OpenClaw gives it to us. */
  async function send(presentation: MessagePresentation, more: { readonly text?: string; readonly to?: string } = {}) {
    const payload = renderForHost({ payload: { text: more.text ?? 'Deploy?' }, presentation });
    const { messageId } = await sendText({
      ...{ cfg, accountId: 'default', to: more.to ?? `channel:${ops.id}`, text: payload.text ?? '' },
      controls: controlsOf(payload),
    });
    return messageId;
  }

  return {
    ...{ ...stage, requests, calls, gatewayUrl, send, ...running },
    /** Calls the gateway as Mattermost does. */
    call: async (body: ClickCall, headers: Readonly<Record<string, string>> = {}) => {
      const url = `${gatewayUrl}/mattermost/interactions/default`;
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
      const response = await fetch(url, { ...init, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    },
    /** What Mattermost sends when a person clicks the first button of a post. */
    async clickOn(postId: string, who: { readonly id: string }): Promise<ClickCall> {
      const { props } = mattermost.posts(ops).find(post => post.id === postId) ?? expect.fail(`no post ${postId}`);
      const { delivery } = (props as unknown as { clawmost: { delivery: string } }).clawmost;
      const controls = await stores.controls.find(delivery);
      const [first] = (controls?.attachments ?? []) as { actions: { integration: { context: object } }[] }[];
      const context = first?.actions[0]?.integration.context as ClickCall['context'] | undefined;
      if (!context) expect.fail(`post ${postId} has no button`);
      const place = { channel_id: ops.id, post_id: postId, type: 'button' };
      return { ...place, user_id: who.id, user_name: 'alice', context };
    },
    /** A post as it is now. */
    post: (id: string) => mattermost.posts(ops).find(post => post.id === id) ?? expect.fail(`no post ${id}`),
    /** Starts the account again on the same stores, as the next process does. */
    restart: start,
  };
}

function parsed(body: string): ClickCall[] {
  try {
    return [JSON.parse(body)];
  } catch {
    return [];
  }
}

/** A presentation with buttons that say their labels in small letters. */
export function buttons(...labels: readonly string[]): MessagePresentation {
  return { blocks: [{ type: 'buttons', buttons: labels.map(label => ({ label, value: label.toLowerCase() })) }] };
}

/** The attachments of a post. */
export function attachmentsOf(post: { readonly props: unknown }): readonly Record<string, unknown>[] {
  const { attachments } = post.props as { readonly attachments?: readonly Record<string, unknown>[] };
  return attachments ?? [];
}
