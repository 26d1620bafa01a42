import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { jsonResult } from 'openclaw/plugin-sdk/tool-results';
import { prepareSendPayload } from '../answers/controls/legacy-buttons.ts';
import type { ToolSend } from '../answers/outbound-adapter.ts';
import { actionsOn, isActionName } from './switches.ts';

/**
 * The actions of the message tool and of `openclaw message`. OpenClaw itself checks that what reads or changes posts is about
 * the current conversation. They run in the gateway, beside the account, so that calls share its rate limit.
 */
export const actions: NonNullable<ChannelPlugin['actions']> = {
  describeMessageTool: ({ cfg, accountId }) => ({
    actions: actionsOn({ cfg, accountId: accountId ?? null }),
    capabilities: ['presentation'],
  }),
  supportsAction: ({ action }) => isActionName(action) && action !== 'send',
  resolveExecutionMode: () => 'gateway',
  extractToolSend: ({ args }) => {
    const to = args['action'] === 'send' ? (args['to'] ?? args['target']) : undefined;
    return typeof to === 'string' ? { to } : null;
  },
  // OpenClaw does `send` itself; what is given here reaches `sendPayload`.
  prepareSendPayload: async ({ ctx, to, payload: given }) => {
    await (await import('./run-action.ts')).insistOnSend(ctx, to);
    const payload = prepareSendPayload({ ctx, payload: given });
    const { idempotencyKey } = ctx.params;
    if (typeof idempotencyKey !== 'string') return payload;
    const { channelData = {} } = payload;
    const mattermost: ToolSend = { ...(channelData['mattermost'] ?? {}), key: idempotencyKey };
    return { ...payload, channelData: { ...channelData, mattermost } };
  },
  // The model sees nothing but `details`, and a failure only when it is thrown.
  handleAction: async ctx => jsonResult(await (await import('./run-action.ts')).runAction(ctx)),
};
