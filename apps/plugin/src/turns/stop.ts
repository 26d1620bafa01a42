import type { SessionGate } from './session-gate.ts';
import type { Turn, TurnRequest } from './turn.ts';

/** What a request to stop has done. */
export type StopResult =
  /** The person's own turns were stopped. */
  | 'stopped'
  /** Only turns of other people run there. */
  | 'not-theirs'
  /** Nothing runs there. */
  | 'nothing-runs';

/**
 * Stops the turns of the person who asks for it, in the session of the request. Everyone may do that; the turns of others
 * are stopped by OpenClaw, for people who may give commands.
 */
export function stopOwnTurns(gate: SessionGate, { route, speaker }: TurnRequest): StopResult {
  const turns = gate.allTurns().filter(({ request }) => request.route.sessionKey === route.sessionKey);
  const own = turns.filter(({ request }) => request.speaker.id === speaker.id);
  for (const turn of own) stop(gate, turn);
  // Between two dispatches a turn is not at the gate.
  const isAwayStopped = gate.stopReserved(route.sessionKey, speaker.id);
  if (own.length > 0 || isAwayStopped) return 'stopped';
  return turns.length > 0 ? 'not-theirs' : 'nothing-runs';
}

function stop(gate: SessionGate, turn: Turn): void {
  turn.wasStopped = true;
  if (gate.drop(turn, 'stopped')) return;
  turn.controller.abort(new Error('The person who asked has stopped the turn'));
}
