import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStateFile, type StateFile } from '@clawmost/mm-inbox/sqlite';
import { onTestFinished } from 'vitest';

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clawmost-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty state file, and what a process sees that opens it after this one has ended. */
export function temporaryStateFile(): { readonly file: StateFile; reopened(): StateFile } {
  const path = join(temporaryFolder(), 'state.sqlite');
  let file = openStateFile(path);
  onTestFinished(() => file.close());
  return {
    file,
    reopened() {
      file.close();
      file = openStateFile(path);
      return file;
    },
  };
}
