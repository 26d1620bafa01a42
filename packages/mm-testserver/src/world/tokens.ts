import { AppError } from '../errors.ts';
import { forgetSessions } from './events.ts';
import { userById } from './users.ts';
import type { World } from './world.ts';

/** A token that identifies a caller: of a login session, or an access token. Clients send both in the same way. */
export interface Token {
  readonly id: string;
  readonly token: string;
  readonly user_id: string;
  readonly description: string;
  is_active: boolean;
  readonly kind: 'session' | 'access';
}

/** Creates a login session. */
export function openSession(world: World, userId: string): Token {
  return addToken(world, { user_id: userId, description: '', kind: 'session' });
}

/** Creates an access token; the API shows it only in the answer to this. */
export function createAccessToken(world: World, userId: string, description: string): Token {
  const user = userById(world, userId);
  if (!world.config.EnableUserAccessTokens && !user.bot) {
    throw new AppError(501, 'app.user_access_token.disabled', 'Access tokens are disabled on this server.');
  }
  return addToken(world, { user_id: userId, description, kind: 'access' });
}

function addToken(world: World, input: Pick<Token, 'user_id' | 'description' | 'kind'>): Token {
  const token: Token = { id: world.newId(), token: world.newId(), is_active: true, ...input };
  world.tokens.set(token.token, token);
  return token;
}

/** The user of a token; `undefined` for one that is unknown, switched off, or of a disabled account. */
export function userOfToken(world: World, token: string): string | undefined {
  const found = world.tokens.get(token);
  if (!found?.is_active) return undefined;
  const user = world.users.get(found.user_id);
  if (!user) return undefined;
  if (user.delete_at !== 0 && !(user.bot && world.traits.disabledBotsKeepAccess)) return undefined;
  if (found.kind === 'access' && !world.config.EnableUserAccessTokens && !user.bot) return undefined;
  return user.id;
}

/** @throws {AppError} 404 for an unknown id. */
export function accessTokenById(world: World, id: string): Token {
  for (const token of world.tokens.values()) if (token.id === id && token.kind === 'access') return token;
  throw new AppError(404, 'app.user_access_token.get_by_user.app_error', 'No access token has that id.');
}

/** The access tokens of a user, oldest first. */
export function accessTokensOf(world: World, userId: string): Token[] {
  return [...world.tokens.values()].filter(token => token.kind === 'access' && token.user_id === userId);
}

/** Revokes a token. Before 9.11 its open sockets still get events. */
export function revokeToken(world: World, { token, user_id }: Token): void {
  world.tokens.delete(token);
  if (world.traits.revokingSilencesSockets) forgetSessions(world, user_id);
}

/** Switches an access token off or on. */
export function setTokenActive(world: World, token: Token, active: boolean): void {
  token.is_active = active;
  if (!active && world.traits.revokingSilencesSockets) forgetSessions(world, token.user_id);
}

/** Ends every login session of a user. Access tokens stay, and work again when the account is active again. */
export function endSessions(world: World, userId: string): void {
  for (const { token, kind, user_id } of world.tokens.values()) {
    if (kind === 'session' && user_id === userId) world.tokens.delete(token);
  }
}
