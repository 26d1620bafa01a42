import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { afterAll, vi } from 'vitest';
import { setRuntime } from '../../src/host/runtime.ts';
import type { Session } from '../../src/host/session-entry.ts';

/**
 * Loads the runtime of the OpenClaw that is installed, as a gateway gives it to the plugin, with an empty state folder. No
 * gateway runs: sessions, transcripts, pairing, routes and admission are OpenClaw's own, and no model is asked.
 *
 * Call it once in a test file, before the tests.
 */
export async function loadOpenClaw(): Promise<PluginRuntime> {
  const stateDir = mkdtempSync(join(tmpdir(), 'clawmost-openclaw-'));
  vi.stubEnv('OPENCLAW_STATE_DIR', stateDir);
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
  });
  const createPluginRuntime = await importInternal<() => PluginRuntime>('createPluginRuntime', /^runtime-/);
  const runtime = createPluginRuntime();
  setRuntime(runtime);
  return runtime;
}

/**
 * Imports a function of the installed OpenClaw that has no public export, for tests that compare our code with it.
 *
 * @param file matches the file; the end of its name changes with each build of OpenClaw
 */
export async function importInternal<T>(name: string, file: RegExp): Promise<T> {
  const folder = hostFolder();
  for (const candidate of readdirSync(folder).filter(each => each.endsWith('.mjs') && file.test(each))) {
    const source = readFileSync(join(folder, candidate), 'utf8');
    const [, alias] = new RegExp(`\\b${name} as (\\w+)`).exec(source.slice(source.lastIndexOf('export {'))) ?? [];
    if (alias === undefined) continue;
    const module = await import(/* @vite-ignore */ pathToFileURL(join(folder, candidate)).href);
    return module[alias];
  }
  throw new Error(`${name}: expected an export of a file that matches ${file} in ${folder}, got none`);
}

/** Reads the source of the installed OpenClaw, for tests that compare our texts with its texts. */
export function readHostSources(file: RegExp): string {
  const folder = hostFolder();
  const files = readdirSync(folder).filter(name => name.endsWith('.mjs') && file.test(name));
  return files.map(name => readFileSync(join(folder, name), 'utf8')).join('\n');
}

function hostFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('openclaw'));
}

/** Writes the row of a session. */
export async function writeSession({ agent }: PluginRuntime, session: Session, row: object): Promise<void> {
  type Row = Parameters<typeof agent.session.upsertSessionEntry>[0]['entry'];
  await agent.session.upsertSessionEntry({ ...session, entry: { updatedAt: Date.now(), ...row } as Row });
}

/** Adds a message to the transcript of a session. */
export async function writeMessage(session: Session, sessionId: string, message: object): Promise<void> {
  type Append = (entry: Session & { sessionId: string; message: object }) => Promise<unknown>;
  const append = await importInternal<Append>(
    'appendSessionTranscriptMessageByIdentity',
    /^session-transcript-runtime-/,
  );
  await append({ ...session, sessionId, message: { timestamp: Date.now(), ...message } });
}
