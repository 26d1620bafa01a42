import { documentedSerialiser } from './canonical.ts';
import type { Json } from './json.ts';
import { byCodePoint, numbersThenCodeUnits, numbersThenLocale } from './key-orders.ts';
import { goNumber, javaScriptNumber, jqNumber, pythonFloat } from './number-formats.ts';
import { type Serialiser, serialise } from './serialiser.ts';
import { beforeGo122, goText, goTextWithoutHtmlEscapes, javaScriptText, jqText, pythonText } from './text-escapes.ts';

type WriteText = Serialiser['writeText'];

// Up to this many whole numbers, every mixture of `1` and `1.0` is tried; beyond it, those with one number that differs.
const maxMixedNumbers = 10;

/**
 * The JSON texts that JavaScript, Python, Go or jq may have signed for this data by the documented recipe, each once, the
 * commonest first. All of them mean the same data, so a signature over any of them is a signature of the data.
 *
 * It stops after some milliseconds of work, because a person who can post a button can cause this work with every click.
 */
export function* possibleSerialisations(value: Json): Generator<string> {
  const seen = new Set<string>();
  let work = 0;
  for (const serialiser of serialisersFor(value)) {
    const text = serialise(value, serialiser);
    if (!seen.has(text)) yield text;
    work += text.length + workPerText;
    if (work > maxWork) return;
    seen.add(text);
  }
}

// In characters. A text costs as much as 1,200 characters even if it is short. The limit allows 10 serialisations of a
// context of 8,000 characters, which is the most that old servers store.
const workPerText = 1_200;
const maxWork = 100_000;

function* serialisersFor(value: Json): Generator<Serialiser> {
  const { wholeNumbers, hasFractions, hasZero, hasHuge, characters } = findFeatures(value);
  const forms = textWritersFor(characters);
  const orderKeys = byCodePoint;
  yield documentedSerialiser;
  for (const writeText of forms.python) yield { orderKeys, writeText, writeNumber: javaScriptNumber };
  if (hasFractions) {
    for (const writeText of forms.python) yield { orderKeys, writeText, writeNumber: pythonNumber };
  }
  if (wholeNumbers > 0) {
    for (const writeText of forms.python) yield { orderKeys, writeText, writeNumber: pythonFloat };
  }
  for (const writeText of forms.go) yield { orderKeys, writeText, writeNumber: javaScriptNumber };
  if (hasZero) {
    for (const writeText of forms.go)
      yield { orderKeys, writeText, writeNumber: one => goNumber(one === 0 ? -0 : one) };
  }
  if (hasZero || hasHuge) {
    for (const writeText of forms.jq) yield { orderKeys, writeText, writeNumber: jqNumber };
    for (const writeText of forms.jq)
      yield { orderKeys, writeText, writeNumber: one => jqNumber(one === 0 ? -0 : one) };
  }
  yield { ...documentedSerialiser, orderKeys: numbersThenCodeUnits };
  yield { ...documentedSerialiser, orderKeys: numbersThenLocale };
  for (const writeText of forms.python) {
    for (const isFloat of mixtures(wholeNumbers)) {
      let index = 0;
      yield {
        orderKeys,
        writeText,
        writeNumber: one => (Number.isInteger(one) && !isFloat(index++) ? javaScriptNumber(one) : pythonFloat(one)),
      };
    }
  }
}

/** Writes texts only in the ways that differ for the given characters. */
function textWritersFor(characters: Characters): { python: WriteText[]; go: WriteText[]; jq: WriteText[] } {
  const { hasNonAscii, hasDelete, hasHtml, hasLineSeparators, hasShortEscapes } = characters;
  const python = [javaScriptText];
  if (hasNonAscii || hasDelete) python.push(pythonText);
  if (hasDelete) python.push(jqText);
  const go = [javaScriptText];
  if (hasHtml || hasLineSeparators) go.push(goText);
  if (hasLineSeparators) go.push(goTextWithoutHtmlEscapes);
  if (hasShortEscapes) go.push(beforeGo122(goText));
  if (hasShortEscapes && hasHtml) go.push(beforeGo122(goTextWithoutHtmlEscapes));
  return { python, go, jq: [hasDelete ? jqText : javaScriptText] };
}

/** Whole numbers as they are, fractions as Python's floats. */
function pythonNumber(value: number): string {
  return Number.isInteger(value) ? javaScriptNumber(value) : pythonFloat(value);
}

/**
 * Python and jq write `1` and `1.0` differently, and Mattermost sends both back as `1`. So which whole numbers had a point
 * must be tried: first one that differs from all others, then every mixture of a few.
 */
function* mixtures(wholeNumbers: number): Generator<(index: number) => boolean> {
  for (let float = 0; float < wholeNumbers; float++) yield index => index === float;
  for (let whole = 0; whole < wholeNumbers; whole++) yield index => index !== whole;
  if (wholeNumbers > maxMixedNumbers) return;
  for (let mask = 1; mask < 2 ** wholeNumbers - 1; mask++) yield index => (mask & (1 << index)) !== 0;
}

interface Characters {
  hasNonAscii: boolean;
  hasDelete: boolean;
  hasHtml: boolean;
  hasLineSeparators: boolean;
  /** Backspace and form feed, for which old versions of Go have no short escape. */
  hasShortEscapes: boolean;
}

interface Features {
  wholeNumbers: number;
  hasFractions: boolean;
  hasZero: boolean;
  /** A whole number from 10^16 on, which jq writes with an exponent. */
  hasHuge: boolean;
  readonly characters: Characters;
}

/** Finds what languages write differently, so that most contexts are serialised only a few times. */
function findFeatures(value: Json): Features {
  const characters: Characters = {
    hasNonAscii: false,
    hasDelete: false,
    hasHtml: false,
    hasLineSeparators: false,
    hasShortEscapes: false,
  };
  const features: Features = { wholeNumbers: 0, hasFractions: false, hasZero: false, hasHuge: false, characters };
  visit(value, features);
  return features;
}

function visit(value: Json, features: Features): void {
  if (typeof value === 'string') {
    visitText(value, features.characters);
  } else if (typeof value === 'number') {
    if (Number.isInteger(value)) features.wholeNumbers += 1;
    else features.hasFractions = true;
    features.hasZero ||= value === 0;
    features.hasHuge ||= Math.abs(value) >= 1e16;
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) visitText(key, features.characters);
      visit(inner, features);
    }
  }
}

function visitText(text: string, characters: Characters): void {
  characters.hasNonAscii ||= /[\x80-\uffff]/.test(text);
  characters.hasDelete ||= text.includes('\x7f');
  characters.hasHtml ||= /[<>&]/.test(text);
  characters.hasLineSeparators ||= /[\u2028\u2029]/.test(text);
  characters.hasShortEscapes ||= /[\b\f]/.test(text);
}
