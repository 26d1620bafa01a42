import { createInterface } from 'node:readline';
import type { Place } from './person.ts';
import type { Scene } from './script.ts';

const help = [
  'Type a message and press Enter. Commands:',
  '  /dm        talk to the bot directly',
  '  /channel   talk in the channel (the bot answers when it is mentioned)',
  '  /thread    continue in a thread below your last message',
  '  /quit      stop everything',
].join('\n');

/** Lets the user talk to the bot from the terminal; resolves when they want to stop. */
export async function runPrompt(scene: Scene, write: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { person, bot } = scene;
  const terminal = createInterface({ input: process.stdin, output: process.stdout, signal });
  let place: Place = scene.direct;
  let lastPostId: string | undefined;
  const prompt = () => {
    terminal.setPrompt(`${place.label} > `);
    terminal.prompt(true);
  };
  const show = (line: string) => {
    process.stdout.write('\r\x1b[K');
    write(line);
    prompt();
  };
  person.watch(sighting => {
    if (sighting.what === 'typing') {
      if (sighting.userId === bot.id) show(`  (@${bot.username} is typing …)`);
      return;
    }
    const { post } = sighting;
    if (post.user_id !== bot.id) return;
    const label = post.channel_id === scene.direct.channelId ? scene.direct.label : scene.channel.label;
    show(`${label}${post.root_id ? ' (thread)' : ''}  @${bot.username}: ${post.message}`);
  });

  const commands: Record<string, () => void> = {
    '/dm': () => {
      place = scene.direct;
    },
    '/channel': () => {
      place = scene.channel;
    },
    '/thread': () => {
      if (lastPostId === undefined) return write('Write a message first: a thread starts below one.');
      place = {
        ...place,
        label: `${place.label.replace(' (thread)', '')} (thread)`,
        rootId: place.rootId ?? lastPostId,
      };
    },
    '/help': () => write(help),
    '/quit': () => terminal.close(),
  };

  write(help);
  prompt();
  terminal.on('SIGINT', () => terminal.close());
  for await (const line of terminal) {
    const text = line.trim();
    const command = commands[text];
    if (command) command();
    else if (text.startsWith('/')) write(`There is no ${text}. ${help}`);
    else if (text !== '') {
      try {
        lastPostId = (await person.say(place, text)).id;
      } catch (error) {
        write(error instanceof Error ? error.message : String(error));
      }
    }
    if (text !== '/quit') prompt();
  }
}
