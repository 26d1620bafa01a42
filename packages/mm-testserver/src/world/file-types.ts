const text = (subtype: string): string => `text/${subtype}; charset=utf-8`;

// The types that a server on Linux gives to files that bots send, by the extension alone.
const types: Readonly<Record<string, string>> = {
  bmp: 'image/bmp',
  css: text('css'),
  csv: text('csv'),
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  gif: 'image/gif',
  gz: 'application/gzip',
  htm: text('html'),
  html: text('html'),
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: text('javascript'),
  json: 'application/json',
  log: text('x-log'),
  md: text('markdown'),
  mjs: text('javascript'),
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  py: text('x-python'),
  sh: 'application/x-shellscript',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tiff: 'image/tiff',
  txt: text('plain'),
  wav: 'audio/x-wav',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: text('xml'),
  yaml: 'application/x-yaml',
  yml: 'application/x-yaml',
  zip: 'application/zip',
};

/** The type of a file by its extension; empty for an unknown one. */
export function mimeTypeOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
  return Object.hasOwn(types, extension) ? (types[extension] ?? '') : '';
}

const unsafe = [
  'application/javascript',
  'application/ecmascript',
  'text/javascript',
  'text/ecmascript',
  'application/x-javascript',
  'text/html',
];

const media = [
  'image/jpeg',
  'image/png',
  'image/bmp',
  'image/gif',
  'image/tiff',
  'video/avi',
  'video/mpeg',
  'video/mp4',
  'audio/mpeg',
  'audio/wav',
];

/** The content type of a download: plain text for files that a browser would run, bytes for unknown types. */
export function servedTypeOf(mimeType: string): string {
  if (mimeType === '') return 'application/octet-stream';
  return unsafe.some(type => mimeType.startsWith(type)) ? 'text/plain' : mimeType;
}

/** Whether browsers show a file of this type instead of saving it. */
export function isShownInline(servedType: string): boolean {
  return media.some(type => servedType.startsWith(type));
}
