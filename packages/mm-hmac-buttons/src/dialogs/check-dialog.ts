import { ControlError } from '../errors.ts';
import { isJsonObject } from '../signing/json.ts';
import { type DialogElement, hasOptions } from './dialog-element.ts';
import { dialogFeatures } from './dialog-features.ts';

/** The parts of a form that are checked. */
interface CheckedDialog {
  readonly title: string;
  readonly elements: readonly DialogElement[];
  readonly source_url?: string | undefined;
}

/** The server refuses a larger request. */
const mostBytes = 300_000;

/** Longer titles and labels are only logged by today's servers, and cut off or refused by others. */
const longestLabel = 24;

/**
 * Checks a form before it is opened: a value of a wrong JSON type is refused by the server, and most other mistakes open a form
 * that cannot be used.
 *
 * @throws ControlError naming the field and the fix
 */
export function checkDialog(dialog: CheckedDialog, serverVersion?: string): void {
  const { title, elements, source_url: sourceUrl } = dialog;
  const fail = (problem: string, index?: number): never => {
    const name = index === undefined ? 'dialog' : `dialog.elements[${index}] ("${String(elements[index]?.name)}")`;
    throw new ControlError(`${name}: ${problem}`, index);
  };
  if (!Array.isArray(elements) || elements.length === 0) {
    const advice = 'add one, for example an optional text';
    throw new ControlError(`dialog.elements: without any, mobile apps cannot submit the form: ${advice}`, undefined);
  }
  if (typeof title !== 'string' || title === '') fail('it has no title');
  if (Array.from(title).length > longestLabel) fail(`its title is longer than ${longestLabel} characters`);
  const names = new Set<string>();
  for (const [index, element] of elements.entries()) {
    const problem = problemOf(element) ?? problemOfVersion(element, serverVersion);
    if (problem !== undefined) fail(problem, index);
    if (names.has(element.name)) fail('another field has the same name: give each its own', index);
    names.add(element.name);
  }
  if (sourceUrl !== undefined && serverVersion !== undefined && !dialogFeatures(serverVersion).steps) {
    fail(tooNew('source_url', '11.1', serverVersion));
  }
  const bytes = Buffer.byteLength(JSON.stringify(dialog));
  if (bytes > mostBytes) fail(`it has ${bytes} bytes, and the server accepts ${mostBytes}`);
}

const texts = [
  'display_name',
  'name',
  'type',
  'subtype',
  'default',
  'placeholder',
  'help_text',
  'data_source',
] as const;
const flags = ['optional', 'multiselect', 'refresh'] as const;
const numbers = ['min_length', 'max_length'] as const;

function problemOf(element: DialogElement): string | undefined {
  if (!isJsonObject(element)) return 'it is not an object';
  for (const field of texts) {
    const value = element[field];
    const advice = field === 'default' ? ': write it as a text, such as "true" or "5"' : '';
    if (value !== undefined && value !== null && typeof value !== 'string')
      return `its \`${field}\` is not a text${advice}`;
  }
  for (const field of flags) {
    const value = element[field];
    if (value !== undefined && value !== null && typeof value !== 'boolean')
      return `its \`${field}\` is not true or false`;
  }
  for (const field of numbers) {
    const value = element[field];
    if (value !== undefined && value !== null && !Number.isInteger(value))
      return `its \`${field}\` is not a whole number`;
  }
  const { name, display_name: label, type, min_length: min = 0, max_length: max } = element;
  if (!name) return 'it has no name';
  if (!label) return 'it has no `display_name`';
  if (!type) return 'it has no type';
  if (Array.from(label).length > longestLabel) return `its \`display_name\` is longer than ${longestLabel} characters`;
  if (max !== undefined && min > max) return 'its `min_length` is larger than its `max_length`';
  return hasOptions(element) ? problemOfOptions(element) : undefined;
}

function problemOfOptions({ options, default: chosen, multiselect }: DialogElement): string | undefined {
  if (!Array.isArray(options) || options.length === 0) return 'it has no options';
  const isWrong = options.some(
    one =>
      !isJsonObject(one) || typeof one['text'] !== 'string' || typeof one['value'] !== 'string' || one['text'] === '',
  );
  if (isWrong) return 'it has an option without a `text`, or whose `value` is not a text';
  const values = options.map(({ value }) => value);
  if (new Set(values).size < values.length) return 'two of its options have the same value';
  const defaults = multiselect ? (chosen ?? '').split(',').filter(Boolean) : chosen ? [chosen] : [];
  const unknown = defaults.find(value => !values.includes(value));
  return unknown === undefined ? undefined : `its default "${unknown}" is not the value of an option`;
}

function problemOfVersion(element: DialogElement, version: string | undefined): string | undefined {
  if (version === undefined) return undefined;
  const features = dialogFeatures(version);
  if (element.multiselect && !features.multiselect) return tooNew('multiselect', '11.0', version);
  if (element.data_source === 'dynamic' && !features.dynamicSelects)
    return tooNew('data_source: dynamic', '11.0', version);
  if (['date', 'datetime'].includes(element.type) && !features.dates)
    return tooNew(`type: ${element.type}`, '11.1', version);
  if (element.refresh && !features.steps) return tooNew('refresh', '11.1', version);
  return undefined;
}

function tooNew(what: string, since: string, version: string): string {
  return `\`${what}\` needs Mattermost ${since}, and this server is ${version}: it would cut it off without an error`;
}
