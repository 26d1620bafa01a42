import { WebSocket } from 'ws';

/** What arrived on a socket. */
type Arrived = Readonly<Record<string, unknown>>;

/** A client's socket whose frames can be waited for. */
export interface ClientSocket {
  send(frame: unknown): void;
  /** Resolves to the first frame not yet taken for which this holds; those before it are dropped. */
  next(wanted: (frame: Arrived) => boolean): Promise<Arrived>;
  /** Resolves to the code with which the connection ended. */
  closed(): Promise<number>;
  end(): void;
}

export async function openClientSocket(baseUrl: string, token: string | undefined, query = ''): Promise<ClientSocket> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v4/websocket?${query}`, { headers });
  const frames: Arrived[] = [];
  const listeners = new Set<() => void>();
  let code: number | undefined;
  socket.on('message', data => {
    frames.push(JSON.parse(String(data)));
    for (const listener of listeners) listener();
  });
  socket.on('error', () => {});
  socket.on('close', closeCode => {
    code = closeCode;
    for (const listener of listeners) listener();
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));

  const waitFor = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing came; waiting are ${JSON.stringify(frames)}`)), 10_000);
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });

  return {
    send: frame => socket.send(JSON.stringify(frame)),
    next: wanted =>
      waitFor(() => {
        const found = frames.findIndex(wanted);
        return found < 0 ? undefined : frames.splice(0, found + 1).at(-1);
      }),
    closed: () => waitFor(() => code),
    end: () => socket.terminate(),
  };
}
