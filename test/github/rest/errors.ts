/** An error answer of the REST API, thrown by whoever finds the reason. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What GitHub says of everything it does not have, or does not want you to know it has. */
export const NOT_FOUND = 'Not Found';
export const PACKAGE_NOT_FOUND = 'Package not found.';
export const VERSION_NOT_FOUND = 'Package version not found.';

export function notFound(message: string = NOT_FOUND): RestError {
  return new RestError(404, message);
}

/** The body of an error answer. */
export function errorBody(error: RestError): Record<string, string> {
  return {
    message: error.message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(error.status),
  };
}
