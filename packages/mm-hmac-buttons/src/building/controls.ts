import { ControlError } from '../errors.ts';
import { isJsonObject } from '../signing/json.ts';
import type { Option } from './action.ts';
import { makeActionIds } from './action-ids.ts';
import type { ButtonInput, ControlInput, ControlRows, OptionInput, SelectInput } from './control-input.ts';

interface ControlBase {
  /** Counted from 0 over all rows. */
  readonly index: number;
  /** Letters and digits; unique in the message. */
  readonly id: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly tooltip: string | undefined;
  readonly context: object;
}

/** A button after the check, with one name for each property. */
export interface ButtonControl extends ControlBase {
  readonly type: 'button';
  readonly value: string;
  readonly style: string | undefined;
}

/** A menu after the check, with one name for each property. */
export interface SelectControl extends ControlBase {
  readonly type: 'select';
  readonly options: readonly Option[];
  readonly defaultOption: string | undefined;
}

export type Control = ButtonControl | SelectControl;

/** Checks buttons and menus, and gives each an id. @throws ControlError naming the button or menu and the fix. */
export function readControls(rows: ControlRows, idPrefix?: string, maxIdLength?: number): Control[] {
  const inputs = rows.flat() as readonly ControlInput[];
  if (inputs.length === 0) throw new ControlError('there are no buttons: give one or more', undefined);
  const labels = inputs.map(readLabel);
  const fail = (index: number, problem: string): never => {
    const kind = inputs[index]?.type === 'select' ? 'menu' : 'button';
    throw new ControlError(`${kind} ${index + 1} ("${labels[index]}") ${problem}`, index);
  };
  refuseSameIds(inputs, fail);
  const sources = inputs.map((input, index) => {
    const problem = problemOfKeys(input);
    if (problem !== undefined) return fail(index, problem);
    const id = readId(input);
    return { text: id ?? readValue(input) ?? fail(index, problemOfNone(input)), isId: id !== undefined };
  });
  const ids = makeActionIds(sources, idPrefix, maxIdLength);
  return inputs.map((input, index) => {
    const problem = problemOf(input);
    if (problem !== undefined) fail(index, problem);
    const base = {
      index,
      id: ids[index] ?? '',
      label: labels[index] ?? '',
      disabled: input.disabled === true,
      tooltip: input.tooltip,
      context: input.context ?? {},
    };
    return input.type === 'select' ? toSelect(base, input) : toButton(base, input, sources[index]?.text ?? '');
  });
}

function readLabel(input: ControlInput, index: number): string {
  if (!isJsonObject(input)) throw new ControlError(`button ${index + 1} is not an object`, index);
  const label = [input.text, input.name, input.label].find(one => typeof one === 'string' && one.trim() !== '');
  if (typeof label === 'string') return label.trim();
  throw new ControlError(`button ${index + 1} has no label: write into \`label\` what people read on it`, index);
}

function refuseSameIds(inputs: readonly ControlInput[], fail: (index: number, problem: string) => never): void {
  const firstWith = new Map<string, number>();
  for (const [index, input] of inputs.entries()) {
    const id = readId(input);
    if (id === undefined) continue;
    const first = firstWith.get(id);
    if (first !== undefined) fail(index, `has the id of button ${first + 1}, "${id}": give each its own`);
    firstWith.set(id, index);
  }
}

function readId({ id }: ControlInput): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function readValue(input: ControlInput): string | undefined {
  if (input.type === 'select') return 'menu';
  const value = input.value ?? input.callback_data ?? input.callbackData;
  return value === undefined || value === null || String(value) === '' ? undefined : String(value);
}

function problemOfKeys(input: ControlInput): string | undefined {
  if (input.id !== undefined && typeof input.id !== 'string') return 'has an `id` that is not a text';
  if (input.type === 'select') return undefined;
  const given = [input.value, input.callback_data, input.callbackData].find(value => value !== undefined);
  if (isValue(given ?? '')) return undefined;
  return 'has a `value` that is neither a text nor a number: put more into `context`';
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}

function problemOfNone(input: ControlInput): string {
  if ('url' in input) return 'is a link, and Mattermost has no link buttons: put it into the text';
  return 'has neither `value` nor `id`: give one, so that you can tell what was clicked';
}

function problemOf(input: ControlInput): string | undefined {
  if (input.context !== undefined && !isJsonObject(input.context)) return 'has a `context` that is not an object';
  // One value of the wrong type, and Mattermost drops the whole attachment without an error.
  if (input.tooltip !== undefined && typeof input.tooltip !== 'string') return 'has a `tooltip` that is not a text';
  if (!isFlag(input.disabled)) return 'has a `disabled` that is neither true nor false';
  const styleProblem = input.type === 'select' ? undefined : problemOfStyle(input.style);
  if (styleProblem !== undefined) return styleProblem;
  if (input.type === undefined || input.type === 'button') return undefined;
  if (input.type !== 'select') return 'has an unknown `type`: leave it out, or make it "button" or "select"';
  if (!Array.isArray(input.options) || input.options.length === 0) return 'has no `options`: give one or more';
  const options = input.options.map(readOption);
  const wrong = options.indexOf(undefined);
  // The server omits an empty `selected_option`, so an option needs a value.
  if (wrong !== -1)
    return `has an option, number ${wrong + 1}, without \`text\` or without a \`value\` that is a text or number`;
  const values = options.map(option => option?.value);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) return `has two options with the value "${twice}": give each its own`;
  if (input.defaultOption === undefined || values.includes(input.defaultOption)) return undefined;
  return `has a \`defaultOption\`, "${input.defaultOption}", that is not the value of an option`;
}

function readOption(input: OptionInput): Option | undefined {
  if (!isJsonObject(input)) return undefined;
  const text = input.text ?? input.label;
  const value = input.value ?? '';
  if (typeof text !== 'string' || text === '' || value === '' || !isValue(value)) return undefined;
  return { text, value: String(value) };
}

function toButton(base: ControlBase, input: ButtonInput, idSource: string): ButtonControl {
  return {
    type: 'button',
    ...base,
    value: readValue(input) ?? idSource,
    style: input.style === 'secondary' ? 'default' : input.style,
  };
}

function isFlag(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}

function problemOfStyle(style: unknown): string | undefined {
  if (style === undefined) return undefined;
  if (typeof style !== 'string') return 'has a `style` that is not a text';
  if (!style.startsWith('#') || /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(style)) return undefined;
  return 'has a `style` that is not a colour: write it as #rgb or #rrggbb';
}

function toSelect(base: ControlBase, input: SelectInput): SelectControl {
  const options = input.options.map(readOption).filter(option => option !== undefined);
  return { type: 'select', ...base, options, defaultOption: input.defaultOption };
}
