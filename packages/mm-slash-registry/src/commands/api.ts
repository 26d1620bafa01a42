/** Options of every call. */
export interface CallOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal | undefined;
}

/** A slash command as the server has it, as far as this package needs it. */
export interface ServerCommand {
  /** The command's id. */
  readonly id: string;
  /** The team that it belongs to. */
  readonly team_id: string;
  /** The user who created it. */
  readonly creator_id: string;
  /** What people type, without the `/`. */
  readonly trigger: string;
  /** The address that the server calls. */
  readonly url: string;
  /** `P` for POST, `G` for GET. */
  readonly method: string;
  /** The secret that the server sends to the address. */
  readonly token: string;
  /** The name in the list of commands. */
  readonly display_name: string;
  /** The description in the list of commands. */
  readonly description: string;
  /** Whether the apps offer it while people type. */
  readonly auto_complete: boolean;
  /** Its arguments, as the apps show them. */
  readonly auto_complete_hint: string;
  /** What it does, as the apps show it. */
  readonly auto_complete_desc: string;
  /** The name that its answers carry. */
  readonly username: string;
  /** The picture that its answers carry. */
  readonly icon_url: string;
}

/** The fields of a command that can be set. */
export interface CommandFields {
  /** The team that it is for. */
  readonly team_id: string;
  /** What people type, without the `/`. */
  readonly trigger: string;
  /** The address that the server calls. */
  readonly url: string;
  /** This package only makes commands that are called with POST. */
  readonly method: 'P';
  /** The name in the list of commands. */
  readonly display_name: string;
  /** The description in the list of commands. */
  readonly description: string;
  /** Whether the apps offer it while people type. */
  readonly auto_complete: boolean;
  /** Its arguments, as the apps show them. */
  readonly auto_complete_hint: string;
  /** What it does, as the apps show it. */
  readonly auto_complete_desc: string;
  /** The name that its answers carry. */
  readonly username?: string;
  /** The picture that its answers carry. */
  readonly icon_url?: string;
}

/**
 * The calls that a registry needs: `rest.commands` of `@clawmost/mm-rest` has them. Another client can be used when its
 * errors have Mattermost's `status` and `id`.
 */
export interface CommandsApi {
  /** The commands of a team that people made, with their tokens (`custom_only=true`). */
  list(teamId: string, filter: { custom_only: true }, call?: CallOptions): Promise<readonly ServerCommand[]>;
  /** One command. */
  get(id: string, call?: CallOptions): Promise<ServerCommand>;
  /** Makes a command; the answer has its token. */
  create(command: CommandFields, call?: CallOptions): Promise<ServerCommand>;
  /** Replaces the fields of a command; its token stays. */
  update(command: CommandFields & { readonly id: string }, call?: CallOptions): Promise<ServerCommand>;
  /** Deletes a command. */
  delete(id: string, call?: CallOptions): Promise<void>;
}

/** What the server said about a failed call; `undefined` when no answer of Mattermost itself came. */
export function refusalOf(error: unknown): { readonly status: number; readonly id: string } | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, id } = error as { status?: unknown; id?: unknown };
  return typeof status === 'number' && typeof id === 'string' ? { status, id } : undefined;
}

/** Whether the server says that there is no such command, or that the account may not manage it: it does not say which. */
export function isGone(error: unknown): boolean {
  return refusalOf(error)?.status === 404;
}

/** The id of the error for a trigger that is taken, by another command or by one of the server's own. */
export const triggerTaken = 'api.command.duplicate_trigger.app_error';
