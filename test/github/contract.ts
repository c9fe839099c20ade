import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { loadDescription, type Operation, type Parameter, type Reference, type Response } from './openapi/description';
import { matchPath } from './openapi/paths';

/**
 * Holds requests and responses to GitHub's own description of its REST API. Paths are without `/api/v3` and without a
 * query, still percent-encoded. Each check answers what is wrong, one sentence per violation; nothing wrong is `[]`.
 */
export interface Contract {
  /** `body` is the parsed JSON, or undefined (or an empty string) where there is none. */
  checkResponse(method: string, path: string, status: number, body: unknown): string[];
  /** Header names are in lower case, as Node gives them. */
  checkRequest(
    method: string,
    path: string,
    query: URLSearchParams,
    headers: Readonly<Record<string, string | undefined>>,
    body: unknown,
  ): string[];
}

/** Statuses that any operation can answer although the description rarely says so: business rules, limits, outages. */
const UNDESCRIBED_ERRORS = new Set([400, 401, 403, 404, 410, 422, 429, 500, 502, 503, 504]);

/** Limits that the description gives in words only. */
const WORDED_LIMITS: Readonly<Record<string, object>> = {
  page: { minimum: 1 },
  per_page: { minimum: 1, maximum: 100 },
};

/** https://docs.github.com/rest/about-the-rest-api/api-versions */
const API_VERSIONS = ['2022-11-28', '2026-03-10'];

/** The `x-` headers that api.github.com lets a browser send; any other breaks the call there. */
const CROSS_ORIGIN_HEADERS = new Set([
  'x-fetch-nonce',
  'x-github-api-version',
  'x-github-next-global-id',
  'x-github-otp',
  'x-requested-with',
]);

/** Schemas are compiled when they are first needed, so that a contract costs little until then. */
export function createContract(): Contract {
  const description = loadDescription();
  const ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false });
  addFormats(ajv);
  ajv.addSchema(description, 'github');
  const limits = new Map(Object.entries(WORDED_LIMITS).map(([name, schema]) => [name, ajv.compile(schema)]));
  const templates = Object.keys(description.paths);

  function operationAt(
    method: string,
    path: string,
  ): { at: string[]; operation: Operation; segments: Map<string, string> } | undefined {
    const match = matchPath(templates, path);
    const key = method.toLowerCase();
    const operation = match && description.paths[match.template]?.[key];
    return operation && { at: ['paths', match.template, key], operation, segments: match.parameters };
  }

  /** Follows a `$ref`; answers the value with its own place in the document. */
  function resolve<T extends object>(value: T | Reference, at: string[]): { value: T; at: string[] } {
    if (!('$ref' in value)) return { value, at };
    const place = value.$ref.slice('#/'.length).split('/');
    const target = place.reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], description);
    return { value: target as T, at: place };
  }

  function problems(at: string[], value: unknown, what: string): string[] {
    const pointer = at.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
    const validate = ajv.getSchema(`github#${pointer}`);
    if (!validate) throw new Error(`The description has no schema at ${pointer}`);
    return run(validate, value, what);
  }

  function checkErrorBody(status: number, body: unknown, what: string): string[] {
    if (!UNDESCRIBED_ERRORS.has(status)) return [`${what} is not described`];
    return problems(['components', 'schemas', 'basic-error'], body, what);
  }

  function checkParameters(
    found: NonNullable<ReturnType<typeof operationAt>>,
    query: URLSearchParams,
    what: string,
  ): string[] {
    const violations: string[] = [];
    const known = new Set<string>();
    (found.operation.parameters ?? []).forEach((each, index) => {
      const { value: parameter, at } = resolve<Parameter>(each, [...found.at, 'parameters', String(index)]);
      const given = parameter.in === 'query' ? query.get(parameter.name) : (found.segments.get(parameter.name) ?? null);
      if (parameter.in === 'query') known.add(parameter.name);
      if (given === null) {
        if (parameter.required) violations.push(`${what}: the parameter ${parameter.name} is required`);
        return;
      }
      const value = parameter.schema.type === 'integer' && /^-?\d+$/.test(given) ? Number(given) : given;
      const subject = `${what}: the parameter ${parameter.name}`;
      violations.push(...problems([...at, 'schema'], value, subject));
      const limit = limits.get(parameter.name);
      if (limit) violations.push(...run(limit, value, subject));
    });
    for (const name of new Set(query.keys())) {
      if (!known.has(name)) violations.push(`${what}: the query parameter ${name} is not described`);
      if (query.getAll(name).length > 1) violations.push(`${what}: the query parameter ${name} is given twice`);
    }
    return violations;
  }

  return {
    checkResponse(method, path, status, body) {
      const what = `${method} ${path} answering ${String(status)}`;
      const found = operationAt(method, path);
      if (!found) return status === 404 ? checkErrorBody(status, body, what) : [`${what} is not described`];
      if (status === 204 || status === 304) {
        const described = String(status) in found.operation.responses || (status === 304 && method === 'GET');
        if (!described) return [`${what} is not described`];
        return isEmpty(body) ? [] : [`${what} has a body`];
      }
      const response = found.operation.responses[String(status)];
      if (!response) return checkErrorBody(status, body, what);
      const { value, at } = resolve<Response>(response, [...found.at, 'responses', String(status)]);
      if (!value.content) return checkErrorBody(status, body, what);
      return problems([...at, 'content', 'application/json', 'schema'], body, what);
    },

    checkRequest(method, path, query, headers, body) {
      const what = `${method} ${path}`;
      const found = operationAt(method, path);
      if (!found) return [`${what} is not described`];
      const violations = checkParameters(found, query, what);
      if (!found.operation.requestBody && !isEmpty(body)) violations.push(`${what} has a body`);
      return [...violations, ...checkHeaders(headers, what)];
    },
  };
}

/** GitHub's rules for request headers, which its description does not hold. */
function checkHeaders(headers: Readonly<Record<string, string | undefined>>, what: string): string[] {
  const violations: string[] = [];
  if (!headers['user-agent']) violations.push(`${what}: there is no User-Agent`);
  const version = headers['x-github-api-version'];
  if (version !== undefined && !API_VERSIONS.includes(version)) {
    violations.push(`${what}: there is no API version ${version}`);
  }
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-') && !CROSS_ORIGIN_HEADERS.has(name)) {
      violations.push(`${what}: a browser may not send the header ${name}`);
    }
  }
  return violations;
}

function run(validate: ValidateFunction, value: unknown, what: string): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [what, instancePath || 'it', message, JSON.stringify(params)].join(' '),
  );
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === '';
}
