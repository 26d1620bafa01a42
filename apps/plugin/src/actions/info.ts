import { HttpError, type User } from '@clawmost/mm-rest';
import { type ActionCall, placeOfCall, textOf } from './call.ts';

/** Says who a person is, by id or user name, and whether they are in the conversation. It leaves out the address. */
export async function memberInfo(call: ActionCall): Promise<object> {
  const { rest, lookUp, signal } = call.account;
  const named = textOf(call, 'userId', 'memberId');
  if (named === undefined) throw new Error('userId: expected the id of a person or a name such as @alice, got nothing');
  const user = named.startsWith('@')
    ? await rest.users.getByUsername(named.slice(1), { signal })
    : await lookUp.users.get(named.replace(/^user:/i, ''));
  const hasPlace = textOf(call, 'to', 'target', 'channelId') !== undefined;
  return {
    ok: true,
    member: { ...describe(user), ...(hasPlace && { isInChannel: await isIn(call, user) }) },
  };
}

function describe({ id, username, first_name, last_name, nickname, position, is_bot, delete_at }: User) {
  const fullName = [first_name, last_name].filter(Boolean).join(' ');
  return {
    ...{ id, name: username },
    ...(fullName && { fullName }),
    ...(nickname && { nickname }),
    ...(typeof position === 'string' && position && { position }),
    ...(is_bot === true && { isBot: true }),
    ...(delete_at > 0 && { isDeactivated: true }),
  };
}

async function isIn(call: ActionCall, { id }: User): Promise<boolean> {
  const { rest, signal } = call.account;
  const { channelId } = await placeOfCall(call);
  return rest.channels.getMember(channelId, id, { signal }).then(
    () => true,
    error => {
      if (error instanceof HttpError && error.status === 404) return false;
      throw error;
    },
  );
}

const kinds: Readonly<Record<string, string>> = { O: 'public', P: 'private', D: 'direct', G: 'group' };

/** Says what a channel is for. */
export async function channelInfo(call: ActionCall): Promise<object> {
  const { rest, signal } = call.account;
  const { channelId } = await placeOfCall(call);
  const { id, type, name, display_name, purpose, header, team_id, delete_at } = await rest.channels.get(channelId, {
    signal,
  });
  return {
    ok: true,
    channel: {
      ...{ id, kind: kinds[type] ?? type, name, title: display_name },
      ...(team_id && { teamId: team_id }),
      ...(typeof purpose === 'string' && purpose && { purpose }),
      ...(typeof header === 'string' && header && { header }),
      ...(delete_at > 0 && { isArchived: true }),
    },
  };
}
