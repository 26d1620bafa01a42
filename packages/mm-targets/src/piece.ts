import { TargetSyntaxError } from './errors.ts';

/** A part of the text that is read, which remembers where it lies. */
export interface Piece {
  /** The whole text, for errors. */
  readonly whole: string;
  /** This part, without blanks around it. */
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly at: number;
}

/** Cuts the part from `from` to `to` out of a piece, without the blanks around it. */
export function cut({ whole, text, at }: Piece, from: number, to: number = text.length): Piece {
  const part = text.slice(from, to);
  const blanks = part.length - part.trimStart().length;
  return { whole, text: part.trim(), at: at + from + blanks };
}

/** An error that points at a character of a piece. */
export function wrong({ whole, at }: Piece, index: number, reason: string): TargetSyntaxError {
  return new TargetSyntaxError(whole, at + index, reason);
}

const idLength = 26;

/** Whether a text has the shape of a Mattermost id: 26 letters and digits. */
export function isId(text: string): boolean {
  return /^[a-z0-9]{26}$/.test(text);
}

/** Returns the id that a piece is. @throws TargetSyntaxError at the first character that does not fit */
export function readId(piece: Piece, fix: string): string {
  const { text } = piece;
  if (isId(text)) return text;
  const bad = text.search(/[^a-z0-9]/);
  const index = bad === -1 ? Math.min(text.length, idLength) : Math.min(bad, idLength);
  throw wrong(piece, index, `an id has 26 characters from a-z and 0-9. ${fix}`);
}

const longestName = 64;

/** Returns the name that a piece is, of 1 to 64 characters. */
export function readName(piece: Piece, what: string): string {
  if (piece.text === '') throw wrong(piece, 0, `${what} is missing.`);
  const characters = [...piece.text];
  if (characters.length > longestName) {
    const index = characters.slice(0, longestName).join('').length;
    throw wrong(piece, index, `${what} has at most ${longestName} characters.`);
  }
  return piece.text;
}
