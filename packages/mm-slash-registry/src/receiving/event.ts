import { createHash, randomUUID } from 'node:crypto';
import type { RegisteredCommand } from '../verifying/known-commands.ts';
import type { CommandPayload, Mention } from './payload.ts';

/** A command that a person has run: verified, and with nothing secret but `responseUrl`. It can be stored as JSON. */
export interface CommandEvent {
  /** The same for a repetition of the same call, so that it can be recognised. */
  readonly id: string;
  /** The account of the registry. */
  readonly accountId: string;
  /** The command's id on the server. */
  readonly commandId: string;
  /** What the person typed after the `/`, in lower case. */
  readonly trigger: string;
  /** What the person typed after that, as it was. */
  readonly text: string;
  /** The person. */
  readonly userId: string;
  /** The person's username, as the server sent it. */
  readonly userName: string;
  /** The channel in which the person was. */
  readonly channelId: string;
  /** The channel's name, as the server sent it. */
  readonly channelName: string;
  /** The team of the command. In direct messages, it is the team that the person had open. */
  readonly teamId: string;
  /** The team's name in addresses, as the server sent it. */
  readonly teamDomain: string;
  /**
   * The root post of the thread in which it was typed; empty at channel level. Absent on servers up to 10.11, which do not
   * say: only an answer to `responseUrl` goes into the thread there.
   */
  readonly rootId?: string;
  /** When the person ran it, in milliseconds since 1970 on the server's clock; absent when the server did not say. */
  readonly runAt?: number;
  /** Opens dialogs for 30 s, on Mattermost 5.37 and 6.7 for 3 s. */
  readonly triggerId: string;
  /** Takes late answers, five times within 30 minutes, from anybody who knows it. */
  readonly responseUrl: string;
  /** The people that `text` mentions, in its order. */
  readonly userMentions: readonly Mention[];
  /** The public channels that `text` mentions, in its order. */
  readonly channelMentions: readonly Mention[];
}

/** Makes the event of a verified call. */
export function eventOf(payload: CommandPayload, accountId: string, command: RegisteredCommand): CommandEvent {
  const { token: _, rootId, ...rest } = payload;
  const { id, runAt } = readTriggerId(payload.triggerId);
  return {
    ...rest,
    ...{ id, accountId, commandId: command.id },
    ...(rootId !== undefined && { rootId }),
    ...(runAt !== undefined && { runAt }),
  };
}

/** The server makes a new trigger id for each use: `<id>:<user id>:<milliseconds>:<signature>` in base64. */
function readTriggerId(triggerId: string): { readonly id: string; readonly runAt?: number } {
  if (triggerId === '') return { id: randomUUID() };
  const [id = '', , time = ''] = Buffer.from(triggerId, 'base64').toString('latin1').split(':');
  const runAt = /^\d{13}$/.test(time) ? Number(time) : undefined;
  if (/^[a-z0-9]{26}$/.test(id)) return { id, ...(runAt !== undefined && { runAt }) };
  return { id: createHash('sha256').update(triggerId).digest('hex').slice(0, 32) };
}
