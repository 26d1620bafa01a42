import { documentedSerialiser } from './canonical.ts';
import type { Json } from './json.ts';
import { byCodePoint, numbersThenCodeUnits, numbersThenLocale } from './key-orders.ts';
import { javaScriptNumber, pythonFloat } from './number-formats.ts';
import { serialise } from './serialiser.ts';
import { beforeGo122, goText, goTextWithoutHtmlEscapes, javaScriptText, jqText, pythonText } from './text-escapes.ts';

const textWriters = [
  javaScriptText,
  pythonText,
  jqText,
  goText,
  goTextWithoutHtmlEscapes,
  beforeGo122(goText),
  beforeGo122(goTextWithoutHtmlEscapes),
];

// Up to these bounds every mixture of `1` and `1.0` is tried; beyond them, only "no floats" and "all floats".
const maxMixedNumbers = 4;
const maxMixedLength = 1_000;

/**
 * Every JSON text that JavaScript, Python, Go or jq may have signed for this data by the documented recipe. Each is given
 * once, the documented form first.
 *
 * All of them mean the same data, so a signature over any of them is a signature of the data.
 */
export function* possibleSerialisations(value: Json): Generator<string> {
  const seen = new Set<string>();
  for (const text of candidates(value)) {
    if (seen.has(text)) continue;
    seen.add(text);
    yield text;
  }
}

function* candidates(value: Json): Generator<string> {
  yield serialise(value, documentedSerialiser);
  yield serialise(value, { ...documentedSerialiser, orderKeys: numbersThenCodeUnits });
  yield serialise(value, { ...documentedSerialiser, orderKeys: numbersThenLocale });
  for (const writeText of textWriters) {
    yield serialise(value, { orderKeys: byCodePoint, writeText, writeNumber: javaScriptNumber });
    yield* withPythonFloats(value, writeText);
  }
}

/**
 * Python and jq write `1` and `1.0` differently, and Mattermost sends both back as `1`. So which whole numbers had a point
 * must be tried.
 */
function* withPythonFloats(value: Json, writeText: (text: string) => string): Generator<string> {
  let wholeNumbers = 0;
  const write = (isFloat: (index: number) => boolean): string => {
    wholeNumbers = 0;
    const writeNumber = (one: number): string => {
      if (!Number.isInteger(one)) return pythonFloat(one);
      return isFloat(wholeNumbers++) ? pythonFloat(one) : javaScriptNumber(one);
    };
    return serialise(value, { orderKeys: byCodePoint, writeText, writeNumber });
  };
  const withoutFloats = write(() => false);
  yield withoutFloats;
  yield write(() => true);
  if (wholeNumbers > maxMixedNumbers || withoutFloats.length > maxMixedLength) return;
  for (let mix = 1; mix < 2 ** wholeNumbers - 1; mix++) yield write(index => (mix & (1 << index)) !== 0);
}
