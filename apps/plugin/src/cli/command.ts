import { parseTarget, TargetSyntaxError } from '@clawmost/mm-targets';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, resolveAccount } from '../config/accounts.ts';

/** What every command gets. */
export interface CommandContext {
  readonly cfg: OpenClawConfig;
  /** OpenClaw's state directory, in which the files of the accounts are. */
  readonly stateDir: string;
  /** Prints lines of text to stdout. */
  readonly print: (text: string) => void;
}

/** The options of every command. */
export interface CommandOptions {
  /** Only this account. @default all accounts */
  readonly account?: string;
  /** Whether to print JSON. @default false */
  readonly json?: boolean;
}

/** What was typed cannot be done; the message says what to type instead. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The accounts that a command is about. @throws CommandError when there is none with this name */
export function accountsFor({ cfg }: CommandContext, { account }: CommandOptions): string[] {
  const known = listAccountIds(cfg);
  if (account === undefined) return known;
  const { accountId } = resolveAccount(cfg, account);
  if (account.trim() !== '' && known.includes(accountId)) return [accountId];
  throw new CommandError(`--account: there is no Mattermost account "${account}"; there is ${known.join(', ')}.`);
}

/** Reads a post id or a permalink of any server. @throws CommandError when it is something else */
export function readPostId(text: string): string {
  try {
    const target = parseTarget(text);
    if (target.kind === 'id' || target.kind === 'post') return target.id;
  } catch (error) {
    if (!(error instanceof TargetSyntaxError)) throw error;
  }
  throw new CommandError(
    `post: expected the id of a post (26 letters and digits) or its permalink, got ${JSON.stringify(shorten(text))}. ` +
      'In Mattermost, "Copy link" in the menu of a post gives the permalink.',
  );
}

/** Reads the key of a dead letter: as `readPostId` does, or `<kind>:<id>` of what is not a post. */
export function readKey(text: string): string {
  const isOtherKind = /^[a-z][a-z-]*:[^/\s]\S*$/.test(text.trim());
  return isOtherKind ? text.trim() : readPostId(text);
}

/** A time as people and programs read it. */
export function showTime(time: number): string {
  return new Date(time).toISOString();
}

/** Prints an object as JSON. */
export function printJson({ print }: CommandContext, value: object): void {
  print(JSON.stringify(value, null, 2));
}

/** Long enough for a permalink; a secret that was pasted by mistake is not repeated whole. */
function shorten(text: string): string {
  const shown = text.replace(/\/\/[^/@]*@/, '//…@');
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
