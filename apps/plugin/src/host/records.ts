import { readSessionEntry, releaseSession, type Session, type SessionEntry } from './session-entry.ts';
import { readTranscript, type TranscriptEntry } from './transcript.ts';

/** What OpenClaw keeps about sessions, as far as a crash is recovered from it. */
export interface HostRecords {
  /** The row of a session; `undefined` for one that OpenClaw does not know. */
  entry(session: Session): SessionEntry | undefined;
  /** What was said in a session, oldest first; empty for one that OpenClaw does not know. */
  transcript(session: Session): readonly TranscriptEntry[];
  /** See `releaseSession`. */
  release(session: Session): Promise<void>;
}

/** The records of the OpenClaw in whose process this runs. */
export const hostRecords: HostRecords = {
  entry: readSessionEntry,
  transcript(session) {
    const entry = readSessionEntry(session);
    return entry ? readTranscript(session, entry.sessionId) : [];
  },
  release: releaseSession,
};
