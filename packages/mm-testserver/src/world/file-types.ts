const text = (subtype: string): string => `text/${subtype}; charset=utf-8`;

// What a server on Linux knows of the files that bots send; it goes by the name alone.
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

/** The type of a file by the extension of its name; empty for one that is not known. */
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

/** The type as which a file is served: what a browser would run is plain text, and what is not known is just bytes. */
export function servedTypeOf(mimeType: string): string {
  if (mimeType === '') return 'application/octet-stream';
  return unsafe.some(type => mimeType.startsWith(type)) ? 'text/plain' : mimeType;
}

/** Whether a browser shows a file of this type rather than saving it. */
export function isShownInline(servedType: string): boolean {
  return media.some(type => servedType.startsWith(type));
}
