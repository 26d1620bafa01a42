import { byCodeUnit } from '../signing/key-orders.ts';
import { javaScriptNumber } from '../signing/number-formats.ts';
import type { Serialiser } from '../signing/serialiser.ts';
import { javaScriptText, pythonText } from '../signing/text-escapes.ts';

/** A JSON writer whose default form no gateway accepts, and how to make it write an accepted one. */
export interface OtherSerialiser {
  readonly name: string;
  readonly fix: string;
  readonly serialiser: Serialiser;
}

const base = { orderKeys: byCodeUnit, writeText: javaScriptText, writeNumber: javaScriptNumber };
const php = {
  ...base,
  writeText: (text: string) => pythonText(text).replaceAll('/', '\\/'),
  writeNumber: (value: number) => withExponent(value, 'e', 1),
};
const dotNet = {
  ...base,
  writeText: (text: string) => escapeText(text, /[^ -~]|["&'+<>`]/g, digits => digits.toUpperCase()),
  writeNumber: (value: number) => withExponent(value, 'E', 2),
};
const gson = {
  ...base,
  writeText: (text: string) => escapeText(text, /[<>&='\u2028\u2029]/g, digits => digits),
};

/** The defaults of PHP, .NET and Java that follow the documented recipe in all but the form of texts and numbers. */
export const otherSerialisers: readonly OtherSerialiser[] = [
  { name: 'PHP', fix: 'give json_encode the flag JSON_UNESCAPED_SLASHES', serialiser: php },
  {
    name: 'PHP',
    fix: 'give json_encode the flag JSON_UNESCAPED_SLASHES',
    serialiser: { ...php, writeText: text => javaScriptText(text).replaceAll('/', '\\/') },
  },
  {
    name: '.NET (System.Text.Json)',
    fix: 'use JavaScriptEncoder.UnsafeRelaxedJsonEscaping, and texts for fractions',
    serialiser: dotNet,
  },
  { name: 'Java', fix: 'write fractions as texts', serialiser: { ...base, writeNumber: javaDouble } },
  { name: 'Gson', fix: 'call disableHtmlEscaping() on the GsonBuilder', serialiser: gson },
  {
    name: 'Gson',
    fix: 'call disableHtmlEscaping() on the GsonBuilder, and write fractions as texts',
    serialiser: { ...gson, writeNumber: javaDouble },
  },
];

/** Escapes a text as JSON, with `\uXXXX` for these characters. Short escapes such as `\n` stay. */
function escapeText(text: string, characters: RegExp, hex: (digits: string) => string): string {
  const inner = [...text.matchAll(/[\s\S]/g)].map(([one]) => {
    const short = JSON.stringify(one).slice(1, -1);
    if (/^\\[bfnrt\\]$/.test(short) || !one.match(characters)) return short;
    return `\\u${hex(one.charCodeAt(0).toString(16).padStart(4, '0'))}`;
  });
  return `"${inner.join('')}"`;
}

/** Fractions with an exponent of at least `digits` digits, where JavaScript writes `1e-7`. */
function withExponent(value: number, letter: string, digits: number): string {
  return javaScriptNumber(value).replace(/^(-?\d)(\.\d+)?e([+-])(\d+)$/, (_, first, rest = '', sign, power) => {
    const mantissa = letter === 'e' && rest === '' ? `${first}.0` : first + rest;
    return `${mantissa}${letter}${sign}${power.padStart(digits, '0')}`;
  });
}

/** `5.0`, `1.0E-7`, `1.0E7`. Whole numbers that Java keeps as integers are the same in JavaScript's form. */
function javaDouble(value: number): string {
  if (Number.isInteger(value)) return javaScriptNumber(value);
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return String(value);
  const [mantissa = '', power = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(power)}`;
}
