import type { MattermostVersion } from '../../../src/index.ts';

/** Steps that are not replayed, with the reason. */
interface Skipped {
  readonly reason: string;
  readonly topic: RegExp;
  readonly label: RegExp;
  /** Absent for all. */
  readonly version?: MattermostVersion;
}

const skipped: readonly Skipped[] = [
  {
    reason: 'notes of the recorder about clicks at the same time, nested requests and sizes, without the requests',
    topic: /two people at once|^commands: dialogs|how large a call can become/,
    label: /./,
  },
  {
    reason:
      'the recorder waited for 29 s and more; the tests of trigger ids and timeouts do so with a clock of their own',
    topic: /^timeouts/,
    label: /29 s|30.5 s|33 s/,
  },
  {
    reason: 'the request was not recorded as it was sent: long lists and addresses are cut',
    topic: /^dialogs: what breaks|^commands: making/,
    label: /^60 elements|^2,000 options|^url of 1025|^trigger of a built-in/,
  },
  {
    reason: 'the answer was not recorded as it was: only our command of the list, and not the new token',
    topic: /^commands: making/,
    label: /^list by a bot|^autocomplete list|renews the token/,
  },
  {
    reason:
      'only Mattermost’s own clients ask for suggestions and for data about arguments, which this server does not have',
    topic: /^commands: making/,
    label: /suggestions|^autocomplete_data/,
  },
  {
    reason: 'the route for the roles of a scheme is not played; the replay sets the role in another way',
    topic: /^commands: making/,
    label: /^a bot is made administrator/,
  },
  {
    reason: 'this server calls integrations at any address, without AllowedUntrustedInternalConnections',
    topic: /^actions: forms/,
    label: /127\.0\.0\.2/,
  },
  {
    reason: 'this server has no look-ups, refreshes and steps in dialogs',
    topic: /^dialogs: look-ups|^dialogs: what the integration may answer|^dialogs: opening/,
    label: /^lookup|^type |^a form without type|^everything that the documentation names/,
    version: '11.1',
  },
  {
    reason: 'a route of 11.1, which is answered 501 on every version',
    topic: /^dialogs: look-ups/,
    label: /^lookup/,
  },
  {
    reason: 'this server has no priorities of posts',
    topic: /^outgoing webhooks/,
    label: /^comment with a button|^the answer after its update/,
  },
  {
    reason: 'a channel of another team that was not recorded, and what was done with that call afterwards',
    topic: /^commands: response_url/,
    label: /^channel_id of a channel of another team|^after the command is deleted/,
  },
  {
    reason: 'the first event is that of the root, whose creation was not recorded',
    topic: /^commands: (?:what the integration gets|response_url)/,
    label: /^in a thread$|^of a command in a thread/,
    version: '9.11',
  },
  {
    reason: 'the names of some ids are those of other ids on 9.11',
    topic: /^outgoing webhooks|^incoming webhooks/,
    label: /^plain text|^response_type ephemeral|^posted in a thread$|^button of an incoming|^its post after/,
    version: '10.11',
  },
];

/** Why a step is not replayed; `undefined` for one that is. */
export function reasonToSkip(version: MattermostVersion, topic: string, label: string): string | undefined {
  const fits = (one: Skipped): boolean =>
    one.topic.test(topic) && one.label.test(label) && (one.version === undefined || one.version === version);
  return skipped.find(fits)?.reason;
}
