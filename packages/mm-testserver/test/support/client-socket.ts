import { WebSocket } from 'ws';

/** A frame that arrived. */
type Arrived = Readonly<Record<string, unknown>>;

/** A client's socket, with waits for its frames. */
export interface ClientSocket {
  send(frame: unknown): void;
  /** Resolves to the first new frame that matches, and drops the frames before it. */
  next(wanted: (frame: Arrived) => boolean): Promise<Arrived>;
  /** Resolves to the close code. */
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
