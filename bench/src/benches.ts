import type { Bench } from './bench.ts';
import { restCalls } from './rest-calls.ts';
import { restEdits } from './rest-edits.ts';
import { wsCut } from './ws-cut.ts';
import { wsEvents } from './ws-events.ts';
import { wsMemory } from './ws-memory.ts';

/** Everything that is measured, in the order of the report. */
export const benches: readonly Bench[] = [restCalls, restEdits, wsEvents, wsCut, wsMemory];
