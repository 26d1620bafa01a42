/** The header of a picture of 3 by 2 pixels; the server reads no more. */
export const png: Uint8Array<ArrayBuffer> = new Uint8Array(24);
png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0);
png.set([0, 0, 0, 3, 0, 0, 0, 2], 16);

/** What a form upload answered. */
export interface FormAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came
  readonly body: any;
}

/** Sends a form with texts and files to a route below `/api/v4`. */
export async function sendForm(
  url: string,
  who: { readonly token: string },
  path: string,
  fields: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>,
): Promise<FormAnswer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value]), 'picture.png');
  }
  const headers = { authorization: `Bearer ${who.token}` };
  const response = await fetch(`${url}/api/v4${path}`, { method: 'POST', headers, body: form });
  return { status: response.status, body: await response.json() };
}
