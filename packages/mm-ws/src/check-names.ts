// `@clawmost/mm-rest` has the same, because the libraries do not depend on each other.

/** @throws TypeError for a name that is not known, so that a misspelt option is not silently ignored */
export function checkNames(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = known.find(one => one.toLowerCase().startsWith(name.toLowerCase()));
    const expected = meant === undefined ? `one of ${known.join(', ')}` : meant;
    throw new TypeError(`${name}: expected ${expected}, got an option that does not exist`);
  }
}
