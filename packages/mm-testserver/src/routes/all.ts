import { actionRoutes } from './actions.ts';
import { botRoutes } from './bots.ts';
import { channelMemberRoutes } from './channel-members.ts';
import { channelPostRoutes } from './channel-posts.ts';
import { channelRoutes } from './channels.ts';
import { fileRoutes } from './files.ts';
import { channelFindingRoutes } from './finding-channels.ts';
import { incomingWebhookRoutes } from './incoming-webhooks.ts';
import { postRoutes } from './posts.ts';
import { reactionRoutes } from './reactions.ts';
import { readingRoutes } from './reading.ts';
import type { Route } from './router.ts';
import { statusRoutes } from './statuses.ts';
import { systemRoutes } from './system.ts';
import { teamRoutes } from './teams.ts';
import { tokenRoutes } from './tokens.ts';
import { typingRoutes } from './typing.ts';
import { userRoutes } from './users.ts';

/** Every route; where two fit, the first counts. A new area of the API is a file of its own, named here. */
export const allRoutes: readonly Route[] = [
  ...systemRoutes,
  ...tokenRoutes,
  ...statusRoutes,
  ...userRoutes,
  ...botRoutes,
  ...teamRoutes,
  ...channelFindingRoutes,
  ...channelRoutes,
  ...channelMemberRoutes,
  ...readingRoutes,
  ...channelPostRoutes,
  ...postRoutes,
  ...actionRoutes,
  ...reactionRoutes,
  ...typingRoutes,
  ...fileRoutes,
  ...incomingWebhookRoutes,
];
