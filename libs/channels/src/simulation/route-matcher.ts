import type { SimulatedRoute } from './simulated-http.js';

/**
 * Finds the route of a request. Of several that fit, the one with a literal where the others have a parameter wins
 * (`/letters/upload` before `/letters/:id`), whatever the order in which simulators registered them.
 */
export class RouteMatcher<Route extends Pick<SimulatedRoute, 'method' | 'path'>> {
  private readonly entries: Entry<Route>[] = [];

  add(routes: readonly Route[]): void {
    for (const route of routes) {
      const segments = split(route.path);
      this.entries.push({
        route,
        segments,
        rank: segments.map((segment) => (isParameter(segment) ? '1' : '0')).join(''),
      });
    }
    this.entries.sort((left, right) => (left.rank < right.rank ? -1 : Number(left.rank > right.rank)));
  }

  match(method: string, path: string): RouteMatch<Route> {
    const segments = split(path);
    const allowed = new Set<string>();
    for (const { route, segments: pattern } of this.entries) {
      const params = bind(pattern, segments);
      if (params === undefined) continue;
      if (route.method === method) return { kind: 'found', route, params };
      allowed.add(route.method);
    }
    return allowed.size > 0 ? { kind: 'method-not-allowed', allowed: [...allowed] } : { kind: 'not-found' };
  }
}

export type RouteMatch<Route> =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly kind: 'not-found' };

interface Entry<Route> {
  readonly route: Route;
  readonly segments: readonly string[];
  /** One digit a segment, 0 = literal: the smallest fitting rank is the most specific route. */
  readonly rank: string;
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':');
}

function bind(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = decode(segments[index]);
    if (actual === undefined) return undefined;
    if (isParameter(expected)) params[expected.slice(1)] = actual;
    else if (expected !== actual) return undefined;
  }
  return params;
}

function decode(segment: string | undefined): string | undefined {
  if (segment === undefined) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
