const names = `
away code collapse dnd echo expand groupmsg header help invite invite_people join kick leave logout marketplace me msg
mute offline online open purpose remove rename search secure-connection settings share-channel shortcuts shrug status
`;

/** The triggers of the server's own commands, which custom commands cannot take. */
export const builtInTriggers: ReadonlySet<string> = new Set(names.trim().split(/\s+/));

/** What a command of the server writes. */
export interface BuiltInPost {
  readonly message: string;
  readonly type: string;
}

/** The commands of the server that only write a post. The others change the client, or need parts that are not here. */
export function builtInPost(trigger: string, text: string): BuiltInPost | undefined {
  if (trigger === 'me') return { message: text === '' ? '' : `*${text}*`, type: 'me' };
  if (trigger === 'shrug') return { message: `${text === '' ? '' : `${text} `}¯\\\\\\_(ツ)\\_/¯`, type: '' };
  return undefined;
}
