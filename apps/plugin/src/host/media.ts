import { saveMediaStream } from 'openclaw/plugin-sdk/media-store';

/** A file in OpenClaw's media store, which agents can read and which OpenClaw empties by itself. */
export interface StoredFile {
  readonly path: string;
  readonly size: number;
  /** As its content shows, else as it was given. */
  readonly contentType?: string;
}

/**
 * Saves a file under a name of OpenClaw's own, which ends with what people called it as far as that is safe on disk.
 *
 * @throws Error when it is larger than `maxBytes`, and the stream's own errors
 */
export async function saveInboundFile(
  stream: ReadableStream<Uint8Array>,
  { name, mimeType, maxBytes }: { name: string | undefined; mimeType: string | undefined; maxBytes: number },
): Promise<StoredFile> {
  const bytes = stream as unknown as AsyncIterable<Uint8Array>;
  return saveMediaStream(bytes, mimeType, 'inbound', maxBytes, name);
}
