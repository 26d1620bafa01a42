/**
 * Returns the one value that all copies of a module share. The host loads a plugin's modules several times into one
 * process, so that what runs in one copy must be found from the others.
 *
 * @param name tells the value from other shared ones
 */
export function processShared<T>(name: string, create: () => T): T {
  const key = Symbol.for(`@clawmost/openclaw-mattermost/${name}`);
  const holder = globalThis as { [key]?: T };
  holder[key] ??= create();
  return holder[key];
}
