import { WebSocketClient } from '@mattermost/client';
import { onTestFinished, vi } from 'vitest';

/** Mattermost's own socket client, with waits. */
export interface ClientSocket {
  readonly client: WebSocketClient;
  /** Resolves to the data of the first event of that name, also when it came before. */
  event(name: string): Promise<Readonly<Record<string, unknown>>>;
  /** Sends a request, and resolves to its reply. */
  ask(send: (client: WebSocketClient, done: () => void) => void): Promise<unknown>;
}

type Message = Readonly<{ event: string; data: object }>;

/** Opens a socket that closes with the test. */
export function openSocket(url: string, token: string): ClientSocket {
  // The client prints each connection.
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const client = new WebSocketClient({ minWebSocketRetryTime: 10, maxWebSocketRetryTime: 20, reconnectJitterRange: 1 });
  const messages: Message[] = [];
  const waits = new Set<() => void>();
  client.addMessageListener(message => {
    messages.push(message as Message);
    for (const look of [...waits]) look();
  });
  client.initialize(`${url.replace('http', 'ws')}/api/v4/websocket`, token);
  onTestFinished(() => client.close());
  return {
    client,
    event: name =>
      new Promise(resolve => {
        const look = (): void => {
          const found = messages.find(({ event }) => event === name);
          if (!found) return;
          waits.delete(look);
          resolve(found.data as Readonly<Record<string, unknown>>);
        };
        waits.add(look);
        look();
      }),
    // The client's types say that it calls back without the reply.
    ask: send => new Promise(resolve => send(client, resolve as () => void)),
  };
}
