import type { ManualTime } from '../../src/index.ts';
import { opened, waits } from './circumstances.ts';
import { open, type Replaying, replayFrames } from './frames.ts';
import type { Entry, Recording } from './recording.ts';
import { replayRequest, tokenOf } from './requests.ts';
import { seed, stop } from './seed.ts';
import { replaySequence } from './sequences.ts';

/** The result of a replay: how many entries were replayed, and the differences. */
export interface Outcome {
  readonly replayed: number;
  readonly differences: readonly string[];
}

/** Replays a recording on a server of its version. */
export async function replay(recording: Recording): Promise<Outcome> {
  const time = movedTime();
  const replaying: Replaying = {
    ...(await seed(recording, { time })),
    sockets: new Map(),
    all: [],
  };
  const outcome = { replayed: 0, differences: [] as string[] };
  try {
    for (const entry of recording.entries) {
      outcome.replayed += 1;
      time.advance(waits[entry.label] ?? 0);
      await replayEntry(replaying, entry, recording).catch(error =>
        outcome.differences.push(`${entry.label}: ${error}`),
      );
    }
  } finally {
    for (const socket of replaying.all) socket.end();
    await stop(replaying);
  }
  return outcome;
}

async function replayEntry(replaying: Replaying, entry: Entry, recording: Recording): Promise<void> {
  const listener = opened[entry.label];
  if (listener && !replaying.sockets.has(listener)) {
    replaying.sockets.set(listener, await open(replaying, tokenOf(listener, replaying.names)));
  }
  if (entry.kind === 'rest') await replayRequest(replaying, entry, recording);
  else if (entry.kind === 'ws') await replayFrames(replaying, entry);
  else await replaySequence(entry, recording);
}

/** The time of day plus the waits of the recording. */
function movedTime(): ManualTime {
  let moved = 0;
  return {
    now: () => Date.now() + moved,
    schedule(ms, run) {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
    advance(ms) {
      moved += ms;
    },
  };
}
