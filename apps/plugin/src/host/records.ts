import { readSessionEntry, releaseSession, type Session, type SessionEntry } from './session-entry.ts';
import { readTranscript, type TranscriptEntry } from './transcript.ts';

/** OpenClaw's records of sessions, as far as the recovery after a crash reads them. */
export interface HostRecords {
  /** The row of a session; `undefined` for one that OpenClaw does not know. */
  entry(session: Session): SessionEntry | undefined;
  /** The messages of a session, oldest first; empty for one that OpenClaw does not know. */
  transcript(session: Session): readonly TranscriptEntry[];
  /** See `releaseSession`. */
  release(session: Session): Promise<void>;
}

/** The records of the OpenClaw that runs this process. */
export const hostRecords: HostRecords = {
  entry: readSessionEntry,
  transcript(session) {
    const entry = readSessionEntry(session);
    return entry ? readTranscript(session, entry.sessionId) : [];
  },
  release: releaseSession,
};
