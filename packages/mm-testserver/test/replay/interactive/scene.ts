import { type Mattermost, type MattermostVersion, startMattermost } from '../../../src/index.ts';
import { type ClientSocket, openClientSocket } from '../../support/client-socket.ts';
import { type Integration, startIntegration } from '../../support/integration.ts';
import { fillIn, fillInAll, type Names } from '../names.ts';

/** A server as it was before the first step of a topic. */
export interface Scene {
  readonly mattermost: Mattermost;
  readonly integration: Integration;
  readonly names: Names;
  readonly sockets: Readonly<Record<string, ClientSocket>>;
  /** Sends a request, with the names of the recording in it; `as` is one of them. */
  ask(
    as: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** The same for a request that must succeed; resolves to the body. */
  call(as: string | null, method: string, path: string, body?: unknown): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts such a server. */
export async function openScene(version: MattermostVersion): Promise<Scene> {
  const mattermost = await startMattermost({ version });
  const integration = await startIntegration();
  const team = mattermost.addTeam('lab');
  const [alice, bob] = [team.addPerson('alice'), team.addPerson('bob')];
  const [claw, claw2] = [team.addBot('claw'), team.addBot('clawtwo')];
  const { admin } = mattermost;
  team.add(admin);
  const open = team.addChannel('openlab', { displayName: 'open', members: [alice, bob, claw, claw2, admin] });
  const priv = team.addChannel('privlab', { displayName: 'priv', members: [alice, claw, admin], type: 'P' });
  const archived = team.addChannel('archlab', { members: [alice, bob, claw, admin] });
  const elsewhere = mattermost.addTeam('elsewhere');
  elsewhere.add(alice);
  elsewhere.add(claw);
  const ids = new Map<string, string>([
    ...Object.entries({ alice, bob, claw, claw2, admin }).flatMap(([name, { id, token }]): [string, string][] => [
      [`$${name}`, id],
      [`$token.${name}`, token],
    ]),
    ...Object.entries({ open: open.id, priv: priv.id, archived: archived.id, team: team.id }).map(
      ([name, id]): [string, string] => [`$${name}`, id],
    ),
    ['$dm', mattermost.directChannel(alice, claw).id],
    ['$sharedteam', elsewhere.id],
    ['$teamname', 'lab'],
    ['$base', mattermost.url],
    ['$callback', integration.url],
    ['$port', integration.address.split(':')[1] ?? ''],
    ['$tag', 'abc'],
    ['$t', 'ab'],
    ['$trigger', 'xabc'],
    ['$loudtrigger', 'XABC'],
  ]);
  const names: Names = { ids, times: new Map(), startedAt: Number.POSITIVE_INFINITY };

  const ask: Scene['ask'] = async (as, method, path, body, headers = { 'content-type': 'application/json' }) => {
    const token = as === null ? undefined : (ids.get(`$token.${as}`) ?? as);
    const filled = fillIn(path, names);
    const base = filled.startsWith('/hooks/') && as === null ? mattermost.url : `${mattermost.url}/api/v4`;
    const content = fillInAll(body, names);
    return await fetch(`${base}${filled}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(content !== undefined && { body: typeof content === 'string' ? content : JSON.stringify(content) }),
    });
  };

  return {
    ...{ mattermost, integration, names, ask },
    async call(as, method, path, body) {
      const response = await ask(as, method, path, body);
      if (!response.ok) throw new Error(`preparing: ${method} ${path}: ${await response.text()}`);
      return Object(await response.json());
    },
    sockets: {
      alice: await openClientSocket(mattermost.url, alice.token),
      bob: await openClientSocket(mattermost.url, bob.token),
    },
    async close() {
      integration.close();
      await mattermost.stop();
    },
  };
}
