import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStateFile, type StateFile } from '@clawmost/mm-inbox/sqlite';
import { onTestFinished } from 'vitest';

/** Makes a folder that is deleted when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clawmost-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes an empty state file. `reopen` closes it and opens it again, as the next process does. */
export function temporaryStateFile(): { readonly file: StateFile; reopen(): StateFile } {
  const path = join(temporaryFolder(), 'state.sqlite');
  let file = openStateFile(path);
  onTestFinished(() => file.close());
  return {
    file,
    reopen() {
      file.close();
      file = openStateFile(path);
      return file;
    },
  };
}
