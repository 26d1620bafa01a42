/** Waits up to 10 seconds until `holds` returns true. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come to that within 10 s');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
