import published from './github-packages.json';

/** The parts of an OpenAPI 3.0 document that the contract check reads. */
export interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: object;
}

export interface Operation {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: object;
  readonly responses: Record<string, Response | Reference>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}

export interface Response {
  readonly content?: Record<string, { readonly schema: object }>;
}

export interface Reference {
  readonly $ref: string;
}

interface Gap {
  readonly why: string;
  /** Keys from the root of the document to the value that is replaced. */
  readonly at: readonly string[];
  readonly value: unknown;
}

const NAMES = { type: 'array', items: { type: 'string' } };
const USER_VERSIONS = '/users/{username}/packages/{package_type}/{package_name}/versions';

/** Where GitHub's description is known to differ from what GitHub does. */
const GAPS: readonly Gap[] = [
  {
    why: 'The filter of package lists knows `internal`, and users report it in answers.',
    at: ['components', 'schemas', 'package', 'properties', 'visibility', 'enum'],
    value: ['public', 'private', 'internal'],
  },
  {
    why: 'Docker metadata declares a property `tag` and then requires one named `tags`.',
    at: ['components', 'schemas', 'package-version', 'properties', 'metadata', 'properties', 'docker'],
    value: { type: 'object', properties: { tag: NAMES, tags: NAMES }, minProperties: 1 },
  },
  {
    why: 'Paging and state work here as for organisations, but are not described (github/rest-api-description#1651).',
    at: ['paths', USER_VERSIONS, 'get', 'parameters'],
    value: [
      ...['package-type', 'package-name', 'username', 'page', 'per-page'].map((name) => ({
        $ref: `#/components/parameters/${name}`,
      })),
      { name: 'state', in: 'query', schema: { type: 'string', enum: ['active', 'deleted'] } },
    ],
  },
  {
    why: 'Every error seen carries a message, though the description requires none.',
    at: ['components', 'schemas', 'basic-error', 'required'],
    value: ['message'],
  },
];

/**
 * GitHub's published description with the gaps closed, and with every object schema closed too, so that an answer
 * cannot hold a field that GitHub does not describe (and a client cannot come to rely on one). A fresh copy each time.
 */
export function loadDescription(): Description {
  const description = structuredClone(published) as unknown as Description;
  for (const gap of GAPS) replace(description, gap);
  closeObjects(description);
  return description;
}

function replace(root: object, { at, value }: Gap): void {
  let target = root as Record<string, unknown>;
  for (const key of at.slice(0, -1)) target = target[key] as Record<string, unknown>;
  target[at.at(-1) ?? ''] = value;
}

function closeObjects(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const schema = value as Record<string, unknown>;
  if (schema['type'] === 'object' && schema['properties'] !== undefined) schema['additionalProperties'] ??= false;
  for (const child of Object.values(schema)) closeObjects(child);
}
