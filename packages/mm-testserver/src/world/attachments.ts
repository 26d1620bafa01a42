import { isObject } from '../json.ts';
import { isAttachment } from './attachment-types.ts';
import type { Props } from './posts.ts';

/**
 * The props as the server saves them: every attachment has all fields, and every button an id.
 *
 * The server drops attachments that it cannot read. It saves `null` when none is left, and for a value that is not a list.
 */
export function withFullAttachments(props: Props, newId: () => string): Props {
  if (props['attachments'] == null) return props;
  const given = Array.isArray(props['attachments']) ? props['attachments'] : [];
  // `null` becomes an empty attachment.
  const attachments = given.map(one => one ?? {}).filter((one): one is Props => isAttachment(one));
  return { ...props, attachments: attachments.length ? attachments.map(one => fullAttachment(one, newId)) : null };
}

function fullAttachment(input: Props, newId: () => string): Props {
  const text = (key: string): string => (typeof input[key] === 'string' ? input[key] : '');
  const actions = Array.isArray(input['actions']) ? input['actions'].filter(isObject) : [];
  return {
    id: typeof input['id'] === 'number' ? input['id'] : 0,
    fallback: text('fallback'),
    color: text('color'),
    pretext: text('pretext'),
    author_name: text('author_name'),
    author_link: text('author_link'),
    author_icon: text('author_icon'),
    title: text('title'),
    title_link: text('title_link'),
    text: text('text'),
    fields: Array.isArray(input['fields']) ? input['fields'].filter(isObject).map(fullField) : null,
    image_url: text('image_url'),
    thumb_url: text('thumb_url'),
    footer: text('footer'),
    footer_icon: text('footer_icon'),
    ts: input['ts'] ?? null,
    ...(actions.length && { actions: actions.map(action => fullAction(action, newId)) }),
  };
}

function fullField({ title, value, short }: Props): Props {
  return { title: title ?? '', value: value ?? null, short: /^true$/i.test(String(short)) };
}

const actionKeys = [
  'type',
  'name',
  'disabled',
  'style',
  'data_source',
  'options',
  'default_option',
  'integration',
  'cookie',
];

// The server keeps any id that is given, with any characters.
function fullAction(input: Props, newId: () => string): Props {
  const kept = actionKeys
    .filter(key => input[key])
    .map(key => [key, key === 'options' ? fullOptions(input[key]) : input[key]]);
  return { id: input['id'] || newId(), ...Object.fromEntries(kept) };
}

function fullOptions(options: unknown): unknown {
  if (!Array.isArray(options)) return options;
  return options.map(option => option && { text: option.text ?? '', value: option.value ?? '' });
}

/** The attachments of saved props. */
export function attachmentsOf(props: Props): readonly Props[] {
  return Array.isArray(props['attachments']) ? props['attachments'].filter(isObject) : [];
}

/** The buttons and menus of an attachment. */
export function actionsOf(attachment: Props): readonly Props[] {
  return Array.isArray(attachment['actions']) ? attachment['actions'].filter(isObject) : [];
}

/** The first button or menu with this id. */
export function actionOf(props: Props, id: string): Props | undefined {
  return attachmentsOf(props)
    .flatMap(actionsOf)
    .find(action => action['id'] === id);
}

/** Props without the integrations of buttons, which only the server knows. */
export function withoutIntegrations(props: Props): Props {
  if (!Array.isArray(props['attachments'])) return props;
  return { ...props, attachments: attachmentsOf(props).map(stripActions) };
}

function stripActions(attachment: Props): Props {
  if (!attachment['actions']) return attachment;
  return { ...attachment, actions: actionsOf(attachment).map(({ integration: _, ...action }) => action) };
}
