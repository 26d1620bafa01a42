import { createRestClient, HttpError, type RestClient } from '@clawmost/mm-rest';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Account, type Seed, seed } from './seed.ts';
import { openServer, type ServerUnderTest, type WantedSettings } from './server.ts';

/** A server with a team on it, and clients for its members; ready when the first test runs. */
export interface Stage {
  readonly server: ServerUnderTest;
  readonly seeded: Seed;
  /** The client of the bot. */
  readonly bot: RestClient;
  /** The client of the person. */
  readonly person: RestClient;
  /** A client of any account. */
  as(account: Pick<Account, 'token'>): RestClient;
}

/** Prepares the server before the tests of a file, and cleans up after them. */
export function useStage(wanted: WantedSettings = {}): Stage {
  const stage = {} as { -readonly [Key in keyof Stage]: Stage[Key] };
  beforeAll(async () => {
    stage.server = await openServer(wanted);
    stage.as = ({ token }) => createRestClient({ baseUrl: stage.server.url, token });
    stage.seeded = await seed(stage.server);
    stage.bot = stage.as(stage.seeded.bot);
    stage.person = stage.as(stage.seeded.person);
    await stage.server.applySettings();
  });
  afterAll(async () => {
    if (stage.server?.real) await stage.seeded?.remove();
    await stage.server?.close();
  });
  return stage;
}

/** Whether the server can resume a stream after a cut; 5.37 has a setting for it, which is off by default. */
export async function serverResumes({ bot }: Stage): Promise<boolean> {
  return (await bot.system.clientConfig())['EnableReliableWebSockets'] !== 'false';
}

/** The result of a call, or `undefined` when the server refuses it with this status. */
export async function unlessRefused<T>(call: Promise<T>, status: number): Promise<T | undefined> {
  return await call.catch((error: unknown) => {
    if (error instanceof HttpError && error.status === status) return undefined;
    throw error;
  });
}

/** Expects the server to refuse a call with this status and, where it is the same in all versions, this id. */
export async function expectRefusal(
  call: Promise<unknown>,
  status: number | readonly number[],
  id?: string | RegExp,
): Promise<void> {
  const error = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(HttpError);
  expect({ status: (error as HttpError).status, id: (error as HttpError).id }).toEqual({
    status: typeof status === 'number' ? status : expect.toBeOneOf([...status]),
    id: id === undefined ? expect.any(String) : id instanceof RegExp ? expect.stringMatching(id) : id,
  });
}
