import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import type { SocketEvents } from './socket-events.ts';

/**
 * Calls the listeners of an event one by one. Unlike `emit`, one that throws, or whose promise rejects, is reported,
 * and keeps nobody else from hearing.
 */
export function tell<Name extends keyof SocketEvents>(
  emitter: EventEmitter<SocketEvents>,
  name: Name,
  payload: SocketEvents[Name][0],
  report: (message: string) => void,
): void {
  const failed = (error: unknown): void => report(`a listener of '${name}' failed: ${inspect(error)}`);
  for (const listener of emitter.rawListeners(name)) {
    try {
      const result: unknown = Reflect.apply(listener, emitter, [payload]);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
