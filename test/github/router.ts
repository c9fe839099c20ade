/** The variable parts of a matched path, decoded. */
export type Params = Readonly<Record<string, string>>;

export interface Route {
  readonly method: string;
  /** Such as `/orgs/{org}/packages`. */
  readonly template: string;
}

/**
 * Finds the route of a percent-encoded path. Each segment is decoded once, so that `%2F` stays inside its segment;
 * a trailing slash or an empty segment matches nothing, as on GitHub.
 */
export function matchRoute<T extends Route>(
  routes: readonly T[],
  method: string,
  path: string,
): { readonly route: T; readonly params: Params } | undefined {
  const segments = path.split('/');
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(route.template.split('/'), segments);
    if (params) return { route, params };
  }
  return undefined;
}

function matchTemplate(template: readonly string[], segments: readonly string[]): Params | undefined {
  if (template.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decodeSegment(segment);
    if (value === undefined || value === '') return undefined;
    params[part.slice(1, -1)] = value;
  }
  return params;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
