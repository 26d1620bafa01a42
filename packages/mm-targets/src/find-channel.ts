import type { ChannelList } from './channel-list.ts';
import { isNamed, titleKey } from './channel-list.ts';
import { type Candidate, didYouMean, TargetError } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import { isChannelName, isUsername } from './parse.ts';
import { isForbidden, isMissing, type ListedChannel, type ListedTeam, type TargetsRest } from './rest.ts';
import { similarTo } from './similar.ts';
import { type ChannelNameTarget, formatTarget, type Target } from './target.ts';

/**
 * Finds the one channel that a name means: first among the account's own channels by the name in addresses, then among the
 * other public channels of its teams by that name, then among its own by the name that people see. Only its own count for
 * the last, because any member can give a new channel the title of another one.
 */
export async function findChannel(
  rest: TargetsRest,
  list: ChannelList,
  target: ChannelNameTarget,
  signal: AbortSignal,
): Promise<ListedChannel> {
  if (list.teams.length === 0) {
    throw new TargetError('no-team', `The bot is in no team, so it cannot find ${shown(target)}: add it to a team.`);
  }
  const teams = target.team === undefined ? list.teams : [findTeam(list, target, target.team)];
  const inTeams = (channels: readonly ListedChannel[] = []) =>
    channels.filter(({ team_id }) => teams.some(({ id }) => id === team_id));

  const own = theOne(target, list, inTeams(list.byName.get(target.name)));
  if (own) return own;
  const { found, isHidden } = await lookUpByName(rest, teams, target.name, signal);
  const other = theOne(target, list, found);
  if (other) return other;
  const titled = theOne(target, list, inTeams(list.byTitle.get(titleKey(target.name))));
  if (titled) return titled;
  if (isHidden) {
    throw new TargetError('no-access', `The bot may not see the channel ${shown(target)}: add it to the channel.`);
  }
  throw await notFound(rest, list, target, signal);
}

/** The channel if there is one; an error when several have the name. */
function theOne(
  target: ChannelNameTarget,
  list: ChannelList,
  channels: readonly ListedChannel[],
): ListedChannel | undefined {
  const [channel, ...others] = channels;
  if (others.length === 0) return channel;
  const candidates = channels.map(each => channelCandidate(each, list));
  const choices = candidates.map(({ target, name }) => `${target} (${name})`).join(', ');
  throw new TargetError('ambiguous', `${shown(target)} fits ${channels.length} channels: write one of ${choices}.`, {
    candidates,
  });
}

async function lookUpByName(
  rest: TargetsRest,
  teams: readonly ListedTeam[],
  name: string,
  signal: AbortSignal,
): Promise<{ readonly found: readonly ListedChannel[]; readonly isHidden: boolean }> {
  if (!isChannelName(name)) return { found: [], isHidden: false };
  let isHidden = false;
  const found = await inParallel(teams, async ({ id }) => {
    try {
      return await rest.channels.getByName(id, name, { signal });
    } catch (error) {
      if (isForbidden(error)) isHidden = true;
      else if (!isMissing(error)) throw error;
      return undefined;
    }
  });
  // The server looks for direct channels as well, whose names are made of ids.
  const isUsable = (channel: ListedChannel | undefined): channel is ListedChannel =>
    channel !== undefined && isNamed(channel.type) && channel.delete_at === 0;
  return { found: found.filter(isUsable), isHidden };
}

function findTeam(list: ChannelList, target: ChannelNameTarget, name: string): ListedTeam {
  const team = list.teams.find(each => each.name === name);
  if (team) return team;
  const teams = similarTo(name, list.teams, each => [each.name]);
  const candidates = teams.map(each => candidateOf({ ...target, team: each.name, server: undefined }, each.name));
  const channel = `#${target.name}`;
  const others = candidates.length > 0 ? didYouMean(candidates) : ` Without a team, write ${channel}.`;
  throw new TargetError('not-found', `The bot is in no team "${name}".${others}`, { candidates });
}

async function notFound(
  rest: TargetsRest,
  list: ChannelList,
  target: ChannelNameTarget,
  signal: AbortSignal,
): Promise<TargetError> {
  const channels = similarTo(target.name, list.channels, ({ name, display_name }) => [name, display_name]);
  const candidates = channels.map(channel => channelCandidate(channel, list));
  const person = isUsername(target.name) && (await personNamed(rest, target.name, signal));
  if (person) candidates.push(candidateOf({ kind: 'person', name: target.name }, 'a person'));
  const place = target.team === undefined ? 'any team of the bot' : `the team ${target.team}`;
  return new TargetError(
    'not-found',
    `There is no channel ${shown(target)} in ${place}, or the bot may not see it.${didYouMean(candidates)}`,
    { candidates },
  );
}

/** Whether there is such a person, for a suggestion: when the server does not answer, there is none. */
async function personNamed(rest: TargetsRest, name: string, signal: AbortSignal): Promise<boolean> {
  return rest.users.getByUsername(name.toLowerCase(), { signal }).then(
    () => true,
    () => false,
  );
}

function channelCandidate(channel: ListedChannel, { teams }: ChannelList): Candidate {
  const team = teams.find(({ id }) => id === channel.team_id)?.name;
  const { name, display_name } = channel;
  const title = `${display_name || name}${team === undefined ? '' : ` in ${team}`}`;
  const target =
    team === undefined ? { kind: 'channel' as const, id: channel.id } : { kind: 'channel-name' as const, name, team };
  return candidateOf(target, title);
}

function candidateOf(target: Target, name: string): Candidate {
  return { target: formatTarget(target), name };
}

function shown(target: ChannelNameTarget): string {
  return target.team === undefined ? `#${target.name}` : `${target.team}/${target.name}`;
}
