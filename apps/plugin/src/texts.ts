/** Why a file of an answer is not on a post. */
export type UnsentReason =
  | {
      readonly code: 'too-large';
      /** The limit that it exceeds, where that is known. */
      readonly limit?: { readonly bytes: number; readonly of: 'server' | 'settings' } | undefined;
    }
  | {
      readonly code: /** It does not exist, or has changed while it was sent. */
        | 'not-found'
        /** OpenClaw does not let it out of this machine. */
        | 'not-allowed'
        /** Its web address did not give it. */
        | 'not-fetched'
        /** Something in front of the Mattermost server cuts it off. */
        | 'refused-on-the-way'
        | 'files-disabled'
        /** The Mattermost server did not take it, or did not put it on the post. */
        | 'refused';
    };

/** Which messages of a channel the bot answers. */
type AnswerMode = 'mentions' | 'roots' | 'all';

const answered: Readonly<Record<AnswerMode, string>> = {
  mentions: 'messages that mention me',
  roots: 'messages that mention me, and each new message outside of threads',
  all: 'every message',
};

/** Every sentence of ours that people read in Mattermost. The pairing code's text is OpenClaw's: `pairing/host-pairing.ts`. */
export const texts = {
  /** The message of buttons that come without one. */
  choose: 'Please choose:',

  /** The label of a menu that comes without one. */
  menuLabel: 'Choose …',

  /** Takes the place of the buttons after a choice; the documentation of OpenClaw shows it. */
  selected: (label: string, userName: string): string => `✓ **${label}** selected by @${userName}`,

  /** For the person alone, where the buttons stay for others. */
  youSelected: (label: string): string => `✓ You selected **${label}**.`,

  /** The choice was made before, by this person or another one. */
  alreadyChosen: 'This choice has already been made.',

  /** The choice is too old, or was withdrawn. */
  choiceExpired: 'This is no longer valid. Please ask again.',

  /** The button is for another person. */
  notYourChoice: 'This choice is for somebody else.',

  /** The person may not talk to the bot here. */
  ignoredClick: (place: string): string => `OpenClaw ignored this action for ${place}.`,

  /** Opens a form in which a question of the agent is answered in words. */
  answerButton: 'Answer …',

  /** The title of that form, at most 24 letters, the name of its field, and what is said when it is empty. */
  answerTitle: 'Your answer',
  answerField: 'Answer',
  answerEmpty: 'Please write an answer.',

  /** The form could not be opened: the answer can be written as a message too. */
  answerByMessage: 'Please write your answer as a message in this conversation.',

  /** A question of the agent was answered; OpenClaw's documentation has these three sentences. */
  answerSubmitted: 'Answer submitted.',
  answeredBefore: 'This question was already answered.',
  answerFailed: 'Could not submit this answer.',

  /** Takes the place of the buttons of a question; the status is OpenClaw's, such as "Answered: B" or "Expired". */
  questionClosed: (status: string): string => (/^answered/i.test(status) ? `✓ ${status}` : `⌛ ${status}`),

  /** Takes the place of buttons about something that ended when the gateway was restarted. */
  endedByRestart: '⌛ This ended when the gateway was restarted.',

  /** Under a request of the agent: how long one can decide, and what to write instead of a click. */
  decideBy: (minutes: number, commands: readonly string[]): string =>
    `Please decide within ${minutes} min, with a button or by writing ${commands.join(' or ')}.`,

  /** Takes the place of the buttons after a decision. */
  decided: (decision: string, by: string | undefined): string => {
    const what =
      { 'allow-once': 'Allowed once', 'allow-always': 'Allowed always', deny: 'Denied' }[decision] ?? decision;
    return `${decision === 'deny' ? '⛔' : '✓'} **${what}**${by ? ` by ${by}` : ''}`;
  },
  decisionExpired: '⌛ Nobody decided in time, so it was not allowed.',
  decisionGone: '⌛ This request is not open any more.',

  /** For the person who clicked. */
  decidedBefore: 'Someone has decided about this already.',
  decisionFailed: 'Your decision could not be saved. Please click again in a moment.',
  notYourDecision: 'Only approvers may decide about this.',

  /** The message with the button was deleted. */
  postGone: 'This message was deleted, so nothing happened.',

  /** A person's pairing request was approved. */
  approved: "You're approved. You can message me now.",

  /** The person has stopped their own turn. */
  stopped: '⏹️ Stopped.',

  /** Below what the agent had written when its turn was stopped. */
  stoppedHere: '⏹️ Stopped here.',

  /** A person wants to stop the turn of another person. */
  notYoursToStop: 'Someone else asked for this. They can stop it, or someone who may give me commands.',

  /** Which agent answers in a thread, and which others there are. */
  agentOfThread: (agent: string, available: readonly string[]): string =>
    `The agent \`${agent}\` answers here. ` +
    `To hand this thread over, write \`agent\` and a name: ${available.map(id => `\`${id}\``).join(', ')}.`,

  /** A thread was handed over to an agent. */
  agentTakesThread: (agent: string): string =>
    `From now on the agent \`${agent}\` answers in this thread. It reads what was said here so far. ` +
    'To give the thread back, write `agent default`.',

  /** A thread was given back to the agent that the settings name. */
  agentGivenBack: 'From now on the usual agent answers in this thread again.',

  /** A person wants an agent that does not exist. */
  noSuchAgent: (wanted: string, available: readonly string[]): string =>
    `There is no agent \`${wanted}\`. Available: ${available.map(id => `\`${id}\``).join(', ')}.`,

  /** A person wants another agent outside a thread. */
  agentNeedsThread: 'Only a thread can be handed over to another agent: write this as a reply in one.',

  /** A person writes in a thread in which the bot took part once and does not listen any more. Only they see it. */
  notListening: (botName: string): string =>
    `I am not following this thread any more. If your message was for me, mention me: @${botName}`,

  /** A message failed in every attempt. */
  gaveUp: (postId: string): string =>
    '⚠️ I could not answer this message and have stopped trying. ' +
    `An administrator can see why with \`openclaw mattermost explain ${postId}\`.`,

  /** A slash command arrives while the account does not run. */
  commandsNotReady: 'Slash commands are not yet initialized. Please try again in a moment.',

  /** A slash command was accepted; its answer follows. */
  commandAccepted: 'Processing...',

  /** The person may not use slash commands here. */
  unauthorized: 'Unauthorized.',
  directMessagesOff: 'This bot is not accepting direct messages.',
  commandsOffInChannels: 'Slash commands are disabled in channels.',
  commandsNotConfigured: 'Slash commands are not configured for this channel (no allowlist).',

  /** A person who is not known has run a slash command; the code is a message of its own. */
  commandNeedsPairing:
    "I don't know you yet. I have sent you a code as a direct message: an administrator who approves it lets you in.",

  /** It could not be found out who has run a slash command, or where. */
  commandNotJudged: 'Temporary error: unable to determine channel type. Please try again.',

  /** `/oc_answer` and `/oc_allow`. */
  ownersOnly: 'Only the owners of this bot may change that (commands.ownerAllowFrom in its configuration).',
  onlyInChannels: 'That works in a channel. In a direct message I answer everything.',
  answerMode: (mode: AnswerMode): string => `In this channel I answer ${answered[mode]}.`,
  answerModeChanged: (mode: AnswerMode): string => `✓ In this channel I now answer ${answered[mode]}.`,
  answerModeUnknown: (modes: readonly string[]): string =>
    `I know these: ${modes.map(mode => `\`${mode}\``).join(', ')}. Send the command with one of them.`,
  allowWhom: 'Name the person with an @, such as `@alice`.',
  allowed: (names: readonly string[]): string =>
    `✓ ${names.map(name => `@${name}`).join(', ')} can talk to me in this channel.`,

  /** A slash command was typed in a channel that the bot cannot see. */
  commandInUnseenChannel:
    'I am not in this channel, so I cannot work here. Invite me first, then send the command again.',

  /** A command was found long after it was sent, such as after an outage. */
  commandTooLate: (command: string): string =>
    `You sent \`${firstWord(command)}\` more than 10 minutes ago, while I was not running. I did not carry it out: send it ` +
    'again if you still want it.',

  /** A click failed in every attempt. */
  gaveUpClick: (label: string): string =>
    `⚠️ I could not answer your choice **${label}** and have stopped trying. ` +
    'An administrator can see it with `openclaw mattermost inbox`.',

  /** The gateway went down while it ran a command, and it is not known whether it took effect. */
  commandInterrupted: (command: string): string =>
    `⚠️ I was restarted while I ran \`${firstWord(command)}\`, and I don't know whether it took effect. ` +
    'Please check, and send it again if it did not.',

  /** A file of an answer could not be sent. */
  fileNotSent: ({ name, why }: { readonly name: string; readonly why: UnsentReason }): string =>
    `⚠️ I could not attach \`${name.replaceAll('`', "'")}\`: ${unsentBecause(why)}.`,
};

function unsentBecause(why: UnsentReason): string {
  switch (why.code) {
    case 'too-large': {
      if (!why.limit) return 'it is too large for this server';
      const of = why.limit.of === 'server' ? 'this server accepts' : 'my settings allow';
      return `it is larger than the ${sizeOf(why.limit.bytes)} that ${of}`;
    }
    case 'not-found':
      return 'the file is not there any more, or it has changed while I sent it';
    case 'not-allowed':
      return 'I may not send files from that place';
    case 'not-fetched':
      return 'its web address did not give me the file';
    case 'refused-on-the-way':
      return 'something in front of the Mattermost server, such as a proxy, does not let it through';
    case 'files-disabled':
      return 'files are switched off on this server';
    case 'refused':
      return 'the Mattermost server did not take it';
  }
}

function sizeOf(bytes: number): string {
  const mib = bytes / 1024 / 1024;
  if (mib >= 1) return `${Math.round(mib * 10) / 10} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 102.4) / 10} kB` : `${bytes} bytes`;
}

function firstWord(text: string): string {
  return (/^\S+/.exec(text.trim())?.[0] ?? '').replaceAll('`', '');
}
