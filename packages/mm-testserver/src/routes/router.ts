import type { Traits } from '../traits.ts';
import type { Answer, Call } from './call.ts';

/** The HTTP methods of the API. */
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type Method = (typeof methods)[number];

/** One route of the API. */
export interface Route {
  readonly method: Method;
  /** Below `/api/v4`, or from the root of the server when it begins with `^`; a part with a `:` is a parameter. */
  readonly path: string;
  /** Whether the caller must be signed in. @default true */
  readonly session?: boolean;
  /** Whether this version has the route. @default every version */
  readonly exists?: (traits: Traits) => boolean;
  /** Whether the body is a form or a file rather than JSON. @default false */
  readonly takesFiles?: boolean;
  /** Answers at once, or later when the server must call an integration first. */
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

/** A route, with the parameters of this request. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request; `undefined` when no route matches. */
export type Router = (method: string, path: string) => Match | undefined;

// The characters of the parameters. With other characters no route matches, as with a wrong method.
const characters: Readonly<Record<string, string>> = {
  username: '[A-Za-z0-9_.-]+',
  team_name: '[A-Za-z0-9_-]+',
  channel_name: '[A-Za-z0-9_-]+',
  emoji_name: '[A-Za-z0-9_+-]+',
  email: '.+',
  rest: '.*',
};

/** Creates a router. Like the real server, it prefers `/users/known` to `/users/:user_id`; else the first one matches. */
export function createRouter(routes: readonly Route[], traits: Traits): Router {
  const compiled = routes
    .filter(({ exists }) => exists?.(traits) ?? true)
    .map(route => ({ route, pattern: compile(route.path), rank: rankOf(route.path) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  return (method, path) => {
    const decoded = decode(path);
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(decoded) : null;
      if (match) return { route, params: { ...match.groups } };
    }
    return undefined;
  };
}

/** The real server routes the decoded path: `%2B1` is the emoji `+1`. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Sorts a fixed part of a path before a parameter in the same place. */
function rankOf(path: string): string {
  return path
    .split('/')
    .map(part => (part.startsWith(':') ? '1' : '0'))
    .join('');
}

function compile(path: string): RegExp {
  const whole = path.startsWith('^') ? path.slice(1) : `/api/v4${path}`;
  const source = whole.replace(/:(\w+)/g, (_, name: string) => `(?<${name}>${characters[name] ?? '[A-Za-z0-9]+'})`);
  return new RegExp(`^${source}$`);
}
