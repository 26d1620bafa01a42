// Runs before each test file. The files of a worker share its process: what an earlier file has left in the values that all
// copies of a module share must not reach the next one.
for (const key of Object.getOwnPropertySymbols(globalThis)) {
  if (!Symbol.keyFor(key)?.startsWith('@clawmost/openclaw-mattermost/')) continue;
  const value: unknown = Reflect.get(globalThis, key);
  if (value instanceof Map || value instanceof Set) value.clear();
}
