import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';

/** The folders of an OpenClaw for one test: `state/media/outbound`, whose files may be sent, and `elsewhere`, whose may not. */
export function openMediaFolder() {
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-media-'));
  const [outbound, elsewhere] = [join(dir, 'state', 'media', 'outbound'), join(dir, 'elsewhere')];
  mkdirSync(outbound, { recursive: true });
  mkdirSync(elsewhere);
  vi.stubEnv('OPENCLAW_STATE_DIR', join(dir, 'state'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(dir, { recursive: true, force: true });
  });
  const write = (folder: string) => (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return {
    dir,
    outbound,
    /** Writes a file that may be sent. */ allowed: write(outbound),
    forbidden: write(elsewhere),
  };
}
