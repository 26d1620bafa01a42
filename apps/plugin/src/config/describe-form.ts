import type * as v from 'valibot';
import { unwrap } from './setting.ts';

/** The parts of valibot's schemas that this module reads. */
interface Form {
  readonly type: string;
  readonly pipe?: readonly Bound[];
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly item?: v.GenericSchema;
}

interface Bound {
  readonly type: string;
  readonly requirement?: unknown;
}

/** Describes what a value must be, such as `a whole number from 0 to 10`. */
export function describeForm(schema: v.GenericSchema): string {
  const form = unwrap(schema) as unknown as Form;
  switch (form.type) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a text';
    case 'number':
      return describeNumber(form.pipe ?? []);
    case 'literal':
      return JSON.stringify(form.literal);
    case 'picklist':
      return oneOf((form.options ?? []).map(option => JSON.stringify(option)));
    case 'array':
      return `a list of ${form.item ? plural(form.item) : 'values'}`;
    case 'union':
      return (form.options as v.GenericSchema[]).map(describeForm).join(', or ');
    case 'variant':
      return 'a SecretRef {source: "env" | "store" | "file" | "exec", provider, id}';
    default:
      return 'an object';
  }
}

function describeNumber(pipe: readonly Bound[]): string {
  const bound = (type: string) => pipe.find(action => action.type === type)?.requirement;
  const noun = pipe.some(action => action.type === 'integer') ? 'a whole number' : 'a number';
  const [min, max, above] = [bound('min_value'), bound('max_value'), bound('gt_value')];
  if (min !== undefined && max !== undefined) return `${noun} from ${min} to ${max}`;
  if (min !== undefined) return `${noun}, at least ${min}`;
  return above === undefined ? noun : `${noun} above ${above}`;
}

function plural(item: v.GenericSchema): string {
  return describeForm(item) === 'a text' ? 'texts' : 'texts or numbers';
}

function oneOf(forms: readonly string[]): string {
  return forms.length > 1 ? `${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}` : forms.join('');
}
