import { ControlError } from '../errors.ts';
import { isJsonObject } from '../signing/json.ts';
import { makeActionIds } from './action-ids.ts';
import type { ButtonStyle, Option } from './attachments.ts';
import type { ButtonInput, ControlInput, ControlRows, OptionInput, SelectInput } from './control-input.ts';
import { toStyle } from './styles.ts';

interface ControlBase {
  /** Counted from 0 over all rows. */
  readonly index: number;
  /** Letters and digits, and no other control's of this message. */
  readonly id: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly context: object;
}

/** A button, checked and with one name for everything. */
export interface ButtonControl extends ControlBase {
  readonly type: 'button';
  readonly value: string;
  readonly style: ButtonStyle | undefined;
}

/** A menu, checked and with one name for everything. */
export interface SelectControl extends ControlBase {
  readonly type: 'select';
  readonly options: readonly Option[];
  readonly defaultOption: string | undefined;
}

export type Control = ButtonControl | SelectControl;

/** Reads what people wrote. @throws ControlError saying which button or menu it is, and what to do. */
export function readControls(rows: ControlRows, idPrefix = ''): Control[] {
  const inputs = rows.flat() as readonly ControlInput[];
  if (inputs.length === 0) throw new ControlError('no buttons: give one or more', undefined);
  const labels = inputs.map(readLabel);
  const fail = (index: number, problem: string): never => {
    const kind = inputs[index]?.type === 'select' ? 'menu' : 'button';
    throw new ControlError(`${kind} ${index + 1} ("${labels[index]}") ${problem}`, index);
  };
  refuseSameIds(inputs, fail);
  const wishes = inputs.map((input, index) => {
    const problem = problemOfKeys(input);
    if (problem !== undefined) return fail(index, problem);
    const id = readId(input);
    return { text: id ?? readValue(input) ?? fail(index, problemOfNone(input)), isId: id !== undefined };
  });
  const ids = makeActionIds(wishes, idPrefix);
  return inputs.map((input, index) => {
    const problem = problemOf(input);
    if (problem !== undefined) fail(index, problem);
    const base = {
      index,
      id: ids[index] ?? '',
      label: labels[index] ?? '',
      disabled: input.disabled === true,
      context: input.context ?? {},
    };
    return input.type === 'select' ? toSelect(base, input) : toButton(base, input, wishes[index]?.text ?? '');
  });
}

function readLabel(input: ControlInput, index: number): string {
  if (!isJsonObject(input)) throw new ControlError(`button ${index + 1} is not an object`, index);
  const label = [input.text, input.name, input.label].find(one => typeof one === 'string' && one.trim() !== '');
  if (typeof label === 'string') return label.trim();
  throw new ControlError(`button ${index + 1} has no label: say in \`label\` what people read on it`, index);
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
  if ('url' in input) return 'is a link, which buttons in Mattermost cannot be: put it into the text';
  return 'has neither `value` nor `id`: say what its click means';
}

function problemOf(input: ControlInput): string | undefined {
  if (input.context !== undefined && !isJsonObject(input.context)) return 'has a `context` that is not an object';
  if (input.type === undefined || input.type === 'button') return undefined;
  if (input.type !== 'select') return 'has an unknown `type`: leave it out, or make it "button" or "select"';
  if (!Array.isArray(input.options) || input.options.length === 0) return 'has no `options`: give one or more';
  const options = input.options.map(readOption);
  const wrong = options.indexOf(undefined);
  // The server leaves `selected_option` out when it is empty.
  if (wrong !== -1)
    return `has an option, number ${wrong + 1}, without \`text\` or without a \`value\` that is a text or number`;
  const values = options.map(option => option?.value);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) return `has two options with the value "${twice}": give each its own`;
  if (input.defaultOption === undefined || values.includes(input.defaultOption)) return undefined;
  return `has a \`defaultOption\`, "${input.defaultOption}", that is none of its options' values`;
}

function readOption(input: OptionInput): Option | undefined {
  if (!isJsonObject(input)) return undefined;
  const text = input.text ?? input.label;
  const value = input.value ?? '';
  if (typeof text !== 'string' || text === '' || value === '' || !isValue(value)) return undefined;
  return { text, value: String(value) };
}

function toButton(base: ControlBase, input: ButtonInput, wish: string): ButtonControl {
  return { type: 'button', ...base, value: readValue(input) ?? wish, style: toStyle(input.style) };
}

function toSelect(base: ControlBase, input: SelectInput): SelectControl {
  const options = input.options.map(readOption).filter(option => option !== undefined);
  return { type: 'select', ...base, options, defaultOption: input.defaultOption };
}
