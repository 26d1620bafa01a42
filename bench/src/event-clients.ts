import { createSocket } from '@clawmost/mm-ws';
import { WebSocketClient } from '@mattermost/client';
import { WebSocket } from 'ws';

const token = 'k7b1xqz3pfnw8rhmy5sdo4ecta';

/** Somebody who listens for posts. */
export interface EventClient {
  /** Resolves when it is signed in. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Connects, and tells of every post that it hears. */
export type Connect = (url: string, onPost: (message: string) => void) => EventClient;

interface PostedData {
  readonly post: string;
  readonly mentions?: string;
}

function readPost({ post, mentions }: PostedData): string {
  const { message } = JSON.parse(post);
  return mentions === undefined ? message : `${JSON.parse(mentions)[0]}: ${message}`;
}

/** `mm-ws`, with a listener for posts. */
export const ours: Connect = (baseUrl, onPost) => {
  const socket = createSocket({ baseUrl, token });
  const ready = new Promise<void>(resolve => socket.once('ready', () => resolve()));
  socket.on('posted', ({ data }) =>
    onPost(data.mentions === undefined ? data.post.message : `${data.mentions[0]}: ${data.post.message}`),
  );
  socket.start();
  return { ready, close: () => socket.stop() };
};

/** What one writes by hand: every frame is parsed, and of posts what is inside: the post, and who is mentioned. */
export const bare: Connect = (baseUrl, onPost) => {
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v4/websocket`, {
    headers: { Authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const ready = new Promise<void>(resolve => {
    socket.on('message', frame => {
      const { event, data } = JSON.parse(frame.toString());
      if (event === 'hello') resolve();
      else if (event === 'posted') onPost(readPost(data));
    });
  });
  return { ready, close: async () => socket.terminate() };
};

/** The same, but what is inside a post stays a string. */
export const frameOnly: Connect = (baseUrl, onPost) => {
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v4/websocket`, {
    headers: { Authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const ready = new Promise<void>(resolve => {
    socket.on('message', frame => {
      const { event, data } = JSON.parse(frame.toString());
      if (event === 'hello') resolve();
      else if (event === 'posted') onPost(data.post);
    });
  });
  return { ready, close: async () => socket.terminate() };
};

/** The official client, which leaves what is inside a post to its listeners. */
export const official: Connect = (baseUrl, onPost) => {
  const client = quietly(() => new WebSocketClient());
  const ready = new Promise<void>(resolve => {
    client.addMessageListener(({ event, data }) => {
      if (event === 'hello') resolve();
      else if (event === 'posted') onPost(readPost(data as PostedData));
    });
  });
  // Without this one it begins anew for ever once it has missed something.
  client.addMissedMessageListener(() => {});
  client.initialize(`${baseUrl.replace('http', 'ws')}/api/v4/websocket`, token);
  return { ready, close: async () => client.close() };
};

/** It writes to the console whatever it does, which cannot be switched off. */
export function silenceConsole(): () => void {
  const { log } = console;
  console.log = () => {};
  return () => {
    console.log = log;
  };
}

function quietly<T>(act: () => T): T {
  const restore = silenceConsole();
  try {
    return act();
  } finally {
    restore();
  }
}
