import { onTestFinished } from 'vitest';
import {
  type Bot,
  type Channel,
  type Mattermost,
  type MattermostOptions,
  type Person,
  startMattermost,
  type Team,
} from '../../src/index.ts';
import { apiOf } from './api.ts';

/** A server with the people that most tests need. */
export interface Office {
  readonly mattermost: Mattermost;
  readonly team: Team;
  readonly alice: Person;
  readonly bob: Person;
  /** A bot that is a member of `ops` only. */
  readonly claw: Bot;
  /** Alice, bob and claw. */
  readonly ops: Channel;
}

/** An office without status events: the bot has set its status to `dnd`. */
export async function openQuietOffice(options: MattermostOptions = {}): Promise<Office> {
  const office = await openOffice(options);
  const { mattermost, claw } = office;
  await apiOf(mattermost, claw)('PUT', `/users/${claw.id}/status`, { user_id: claw.id, status: 'dnd' });
  return office;
}

/** Starts a server that stops with the test. */
export async function openOffice(options: MattermostOptions = {}): Promise<Office> {
  const mattermost = await startMattermost(options);
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const bob = team.addPerson('bob');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, bob, claw] });
  return { mattermost, team, alice, bob, claw, ops };
}
