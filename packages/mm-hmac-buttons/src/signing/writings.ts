import { documented } from './canonical.ts';
import type { Json } from './json.ts';
import { pythonFloat, shortest } from './numbers.ts';
import { asRebuiltByLocale, asRebuiltObject, byCodePoint } from './orders.ts';
import { asAscii, asGo, asGoWithoutHtml, asJq, asJson, beforeGo122 } from './texts.ts';
import { writeJson } from './write-json.ts';

const texts = [asJson, asAscii, asJq, asGo, asGoWithoutHtml, beforeGo122(asGo), beforeGo122(asGoWithoutHtml)];

// Every mixture of `1` and `1.0` is tried up to this many whole numbers and characters; beyond it, only all or none.
const mixable = 4;
const mixableLength = 1_000;

/**
 * Every text that a serialiser of JavaScript, Python, Go or jq may have written for this data when it followed the
 * documented recipe, each once, the documented one first.
 *
 * All of them say the same, so a token over any of them vouches for the data.
 */
export function* writingsOf(value: Json): Generator<string> {
  const seen = new Set<string>();
  for (const writing of candidates(value)) {
    if (seen.has(writing)) continue;
    seen.add(writing);
    yield writing;
  }
}

function* candidates(value: Json): Generator<string> {
  yield writeJson(value, documented);
  yield writeJson(value, { ...documented, sort: asRebuiltObject });
  yield writeJson(value, { ...documented, sort: asRebuiltByLocale });
  for (const text of texts) {
    yield writeJson(value, { sort: byCodePoint, text, number: shortest });
    yield* withPythonFloats(value, text);
  }
}

/**
 * Python and jq keep telling `1` from `1.0`, and Mattermost sends both back as `1`: which whole numbers were written with
 * a point has to be tried.
 */
function* withPythonFloats(value: Json, text: (text: string) => string): Generator<string> {
  let wholeNumbers = 0;
  const write = (isFloat: (index: number) => boolean): string => {
    wholeNumbers = 0;
    const number = (one: number): string => {
      if (!Number.isInteger(one)) return pythonFloat(one);
      return isFloat(wholeNumbers++) ? pythonFloat(one) : shortest(one);
    };
    return writeJson(value, { sort: byCodePoint, text, number });
  };
  const plain = write(() => false);
  yield plain;
  yield write(() => true);
  if (wholeNumbers > mixable || plain.length > mixableLength) return;
  for (let mix = 1; mix < 2 ** wholeNumbers - 1; mix++) yield write(index => (mix & (1 << index)) !== 0);
}
