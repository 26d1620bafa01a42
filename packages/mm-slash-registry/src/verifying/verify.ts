import type { CommandsApi } from '../commands/api.ts';
import { LookUpBudget, RecentFailures } from './call-limits.ts';
import type { KnownCommands, RegisteredCommand } from './known-commands.ts';
import { type LookedUp, lookUpCommand } from './look-up.ts';

/** What proves a call: the token, and the command and team that it names. */
export interface CallProof {
  /** The token that came with the call. */
  readonly token: string;
  /** The team that the call names. */
  readonly teamId: string;
  /** The trigger that the call names, in lower case, without the `/`. */
  readonly trigger: string;
}

/** Why a call is not genuine; stable across releases, so safe to switch on. */
export type VerifyFailure =
  /** No command has the token. */
  | 'unknown-token'
  /** The token belongs to another command or another team. */
  | 'wrong-command'
  /** The server has another token, address, method, team or trigger for the command, or no such command any more. */
  | 'not-current'
  /** The server did not confirm the command in time. */
  | 'unconfirmed'
  /** Too many look-ups were needed for this command a moment ago. */
  | 'too-many-look-ups';

/** A genuine call. */
export interface VerifiedCall {
  /** Always `true` here. */
  readonly ok: true;
  /** The command that was called. */
  readonly command: RegisteredCommand;
}

/** A call that is not genuine, or could not be confirmed. */
export interface UnverifiedCall {
  /** Always `false` here. */
  readonly ok: false;
  /** The reason. */
  readonly why: VerifyFailure;
}

/** Whether a call is genuine. */
export type Verification = VerifiedCall | UnverifiedCall;

/** The limits of verifying calls. */
export interface VerifyLimits {
  /** How long one question to the server may take, in milliseconds. @default 1_000 */
  readonly timeoutMs: number;
  /** How many look-ups of one command may begin at once. @default 20 */
  readonly burst: number;
  /** After how many milliseconds one more may begin. @default 500 */
  readonly intervalMs: number;
  /** For how many milliseconds a refused call is remembered. @default 5_000 */
  readonly failureMs: number;
}

/** What verifying takes. */
export interface VerifyOptions extends VerifyLimits {
  readonly api: CommandsApi;
  readonly known: KnownCommands;
  readonly userId: string;
  readonly url: string;
  readonly now: () => number;
}

/**
 * Makes the function that verifies calls. The server is asked about every call, so that a token counts exactly as long as
 * it counts there. Calls that wait for the same look-up share it; its result is not kept. When the server cannot be asked,
 * no call is genuine.
 */
export function createVerify(options: VerifyOptions): (proof: CallProof) => Promise<Verification> {
  const { api, known, userId, url, timeoutMs, burst, intervalMs, failureMs, now } = options;
  const running = new Map<string, Promise<LookedUp>>();
  const budget = new LookUpBudget(burst, intervalMs, now);
  // Anybody can send a wrong token: such calls have a budget of their own, and leave the other one alone.
  const budgetForUnknown = new LookUpBudget(burst, intervalMs, now);
  const failures = new RecentFailures<VerifyFailure>(failureMs, 2_000, now);

  async function verify({ token, teamId, trigger }: CallProof): Promise<Verification> {
    const byToken = known.withToken(token);
    if (byToken && (byToken.teamId !== teamId || byToken.trigger !== trigger)) return refuse('wrong-command');
    // A token that was regenerated is not known yet.
    const command = byToken ?? known.withTrigger(teamId, trigger);
    if (!command) return refuse('unknown-token');
    const recent = failures.get(command.id, token);
    if (recent) return refuse(recent);
    const key = `${byToken ? 'known' : 'unknown'} ${command.id}`;
    let lookedUp = running.get(key);
    if (!lookedUp) {
      if (!(byToken ? budget : budgetForUnknown).take(command.id)) return refuse('too-many-look-ups');
      lookedUp = lookUpCommand(api, command, userId, timeoutMs).finally(() => running.delete(key));
      running.set(key, lookedUp);
    }
    const current = note(command, await lookedUp);
    if (typeof current === 'object' && known.withToken(token)?.id === current.id) return { ok: true, command: current };
    const why = current === 'unconfirmed' ? current : byToken ? 'not-current' : 'unknown-token';
    failures.add(command.id, token, why);
    return refuse(why);
  }

  /** Takes over what the server has now, if it is still the command that we have registered. */
  function note(command: RegisteredCommand, lookedUp: LookedUp): RegisteredCommand | 'unconfirmed' | 'not-current' {
    if (lookedUp === 'unreachable') return 'unconfirmed';
    const { id, teamId, trigger } = command;
    if (lookedUp === 'gone' || lookedUp.url !== url || lookedUp.method !== 'P') return 'not-current';
    if (lookedUp.team_id !== teamId || lookedUp.trigger !== trigger) return 'not-current';
    // It may have been deleted and made again.
    if (lookedUp.id !== id) known.delete(id);
    known.set(lookedUp);
    return { id: lookedUp.id, teamId, trigger };
  }

  return verify;
}

function refuse(why: VerifyFailure): Verification {
  return { ok: false, why };
}
