import { actionRoutes } from './actions.ts';
import { botRoutes } from './bots.ts';
import { channelMemberRoutes } from './channel-members.ts';
import { channelPostRoutes } from './channel-posts.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import { emojiRoutes } from './emoji.ts';
import { fileRoutes } from './files.ts';
import { channelFindingRoutes } from './finding-channels.ts';
import { incomingWebhookRoutes } from './incoming-webhooks.ts';
import { routesNotPlayed } from './not-played.ts';
import { outgoingWebhookRoutes } from './outgoing-webhooks.ts';
import { pictureRoutes } from './pictures.ts';
import { postRoutes } from './posts.ts';
import { reactionRoutes } from './reactions.ts';
import { readingRoutes } from './reading.ts';
import type { Route } from './router.ts';
import { searchRoutes } from './search.ts';
import { statusRoutes } from './statuses.ts';
import { systemRoutes } from './system.ts';
import { teamRoutes } from './teams.ts';
import { tokenRoutes } from './tokens.ts';
import { typingRoutes } from './typing.ts';
import { userRoutes } from './users.ts';

/** The routes that the server plays; the README lists them. Add a new area of the API as a new file. */
export const playedRoutes: readonly Route[] = [
  ...systemRoutes,
  ...tokenRoutes,
  ...statusRoutes,
  ...userRoutes,
  ...pictureRoutes,
  ...botRoutes,
  ...teamRoutes,
  ...channelFindingRoutes,
  ...channelRoutes,
  ...channelMemberRoutes,
  ...readingRoutes,
  ...channelPostRoutes,
  ...postRoutes,
  ...actionRoutes,
  ...searchRoutes,
  ...reactionRoutes,
  ...typingRoutes,
  ...fileRoutes,
  ...emojiRoutes,
  ...commandRoutes,
  ...incomingWebhookRoutes,
  ...outgoingWebhookRoutes,
];

/** Every route of the API. */
export const allRoutes: readonly Route[] = [...playedRoutes, ...routesNotPlayed];
