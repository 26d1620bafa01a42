import { createSocket } from '@clawmost/mm-ws';
import { WebSocketClient } from '@mattermost/client';
import { WebSocket } from 'ws';

const token = 'k7b1xqz3pfnw8rhmy5sdo4ecta';

/** A client that listens for posts. */
export interface EventClient {
  /** Resolves when it is signed in. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Connects and calls back with the text of every post. */
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

interface Frame {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: hand-written code does this
  readonly data: any;
}

/** A socket of `ws` with a hand-written reader of its frames. */
function byHand(read: (frame: Frame, onPost: (message: string) => void) => void): Connect {
  return (baseUrl, onPost) => {
    const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v4/websocket`, {
      headers: { Authorization: `Bearer ${token}` },
      perMessageDeflate: false,
    });
    const ready = new Promise<void>(resolve => {
      socket.on('message', text => {
        const frame: Frame = JSON.parse(text.toString());
        if (frame.event === 'hello') resolve();
        else read(frame, onPost);
      });
    });
    return { ready, close: async () => socket.terminate() };
  };
}

/** Parses every frame and the JSON inside it, as `mm-ws` does. */
export const bare: Connect = byHand(({ event, data }, onPost) => {
  if (data.post !== undefined) data.post = JSON.parse(data.post);
  if (data.mentions !== undefined) data.mentions = JSON.parse(data.mentions);
  if (data.reaction !== undefined) data.reaction = JSON.parse(data.reaction);
  if (event !== 'posted') return;
  onPost(data.mentions === undefined ? data.post.message : `${data.mentions[0]}: ${data.post.message}`);
});

/** Parses every frame, and the JSON inside it only for posts. */
export const sparing: Connect = byHand(({ event, data }, onPost) => {
  if (event === 'posted') onPost(readPost(data));
});

/** Parses every frame and leaves the post inside it as a string. */
export const frameOnly: Connect = byHand(({ event, data }, onPost) => {
  if (event === 'posted') onPost(data.post);
});

/** The official client, whose listeners parse the post inside a frame themselves. */
export const official: Connect = (baseUrl, onPost) => {
  const client = quietly(() => new WebSocketClient());
  const ready = new Promise<void>(resolve => {
    client.addMessageListener(({ event, data }) => {
      if (event === 'hello') resolve();
      else if (event === 'posted') onPost(readPost(data as PostedData));
    });
  });
  // Without this listener it restarts for ever after it has missed an event.
  client.addMissedMessageListener(() => {});
  client.initialize(`${baseUrl.replace('http', 'ws')}/api/v4/websocket`, token);
  return { ready, close: async () => client.close() };
};

/** The official client writes to the console, and has no setting against it. */
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
