import type { Bench } from './bench.ts';
import { buttons } from './buttons.ts';
import { inboxCuts } from './inbox-cuts.ts';
import { inboxDelay } from './inbox-delay.ts';
import { inboxLedger } from './inbox-ledger.ts';
import { inboxOutage } from './inbox-outage.ts';
import { inboxStart } from './inbox-start.ts';
import { restCalls } from './rest-calls.ts';
import { restEdits } from './rest-edits.ts';
import { restUpload } from './rest-upload.ts';
import { splitAnswer } from './split-answer.ts';
import { targets } from './targets.ts';
import { wsCut } from './ws-cut.ts';
import { wsEvents } from './ws-events.ts';
import { wsMemory } from './ws-memory.ts';

/** Everything that is measured, in the order of the report. */
export const benches: readonly Bench[] = [
  restCalls,
  restEdits,
  restUpload,
  wsEvents,
  wsCut,
  wsMemory,
  inboxLedger,
  inboxDelay,
  inboxStart,
  inboxOutage,
  inboxCuts,
  buttons,
  targets,
  splitAnswer,
];
