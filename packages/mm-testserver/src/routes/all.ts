import { botRoutes } from './bots.ts';
import { channelMemberRoutes } from './channel-members.ts';
import { channelPostRoutes } from './channel-posts.ts';
import { channelRoutes } from './channels.ts';
import { fileRoutes } from './files.ts';
import { incomingWebhookRoutes } from './incoming-webhooks.ts';
import { postRoutes } from './posts.ts';
import { reactionRoutes } from './reactions.ts';
import type { Route } from './router.ts';
import { systemRoutes } from './system.ts';
import { teamRoutes } from './teams.ts';
import { tokenRoutes } from './tokens.ts';
import { typingRoutes } from './typing.ts';
import { userRoutes } from './users.ts';

/** Every route; where two fit, the first counts. */
export const allRoutes: readonly Route[] = [
  ...systemRoutes,
  ...tokenRoutes,
  ...userRoutes,
  ...botRoutes,
  ...teamRoutes,
  ...channelRoutes,
  ...channelMemberRoutes,
  ...channelPostRoutes,
  ...postRoutes,
  ...reactionRoutes,
  ...typingRoutes,
  ...fileRoutes,
  ...incomingWebhookRoutes,
];
