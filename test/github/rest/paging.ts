const DEFAULT_SIZE = 30;
const LARGEST_SIZE = 100;

export interface PageRequest {
  readonly page: number;
  readonly perPage: number;
}

export interface Page<T> {
  readonly items: T[];
  /** For the `Link` header; absent when everything is on one page. */
  readonly link?: string;
}

/** `page` and `per_page` as GitHub reads them: nonsense counts as absent, and more than 100 as 100. */
export function pageRequest(query: URLSearchParams): PageRequest {
  return {
    page: positive(query.get('page')) ?? 1,
    perPage: Math.min(positive(query.get('per_page')) ?? DEFAULT_SIZE, LARGEST_SIZE),
  };
}

/**
 * One page of a list and its `Link` header.
 * @param url the address of the list without its query
 * @param overlap how many items of the page before come again, for a list that moved between two requests
 */
export function paginate<T>(items: readonly T[], url: string, query: URLSearchParams, overlap = 0): Page<T> {
  const { page, perPage } = pageRequest(query);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const start = Math.max(0, (page - 1) * perPage - (page > 1 ? overlap : 0));
  const to = (number: number): string => {
    const target = new URLSearchParams(query);
    target.set('page', String(number));
    return `<${url}?${target.toString()}>`;
  };
  const links = [
    ...(page > 1 ? [`${to(page - 1)}; rel="prev"`] : []),
    ...(page < last ? [`${to(page + 1)}; rel="next"`, `${to(last)}; rel="last"`] : []),
    ...(page > 1 ? [`${to(1)}; rel="first"`] : []),
  ];
  return {
    items: items.slice(start, start + perPage),
    ...(links.length > 0 ? { link: links.join(', ') } : {}),
  };
}

function positive(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
