/**
 * A key that occurs twice in one object of a valid JSON text; `undefined` when there is none. `JSON.parse` keeps the last
 * value without a word, and then it would be signed.
 */
export function findRepeatedKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  let text: string | undefined;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}:,[\]]/g)) {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (token === ':' && text !== undefined) {
      const key: string = JSON.parse(text);
      const keys = objects.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    text = token.startsWith('"') ? token : undefined;
  }
  return undefined;
}
