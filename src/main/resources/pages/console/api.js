/** Asks the server. Every request has the header that a cookie alone cannot give. */

/** Says that a request comes from the console's page. */
export const HEADERS = { 'X-Parley-Console': '1' };

/** Returns the address of the API, which is beside that of the console. */
const api = () => new URL('../api/v1/', document.baseURI).href;

/** Tells of a request that was refused or failed, with a sentence for people. */
export class Problem extends Error {
  /**
   * @param {number} status 0 where there was no answer
   * @param {string} code
   * @param {string} detail
   * @param {number} [retryAfter] in seconds
   */
  constructor(status, code, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** @type {() => void} */
let whenLoggedOut = () => {};

/** Names who is told that the session has ended. @param {() => void} listener */
export function onLoggedOut(listener) {
  whenLoggedOut = listener;
}

/**
 * Writes the address of a resource.
 *
 * @param {string[]} path
 * @param {Record<string, string | number | null | undefined>} [query] empty members are left out
 */
export function resource(path, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const search = parameters.toString();
  return api() + path.map(encodeURIComponent).join('/') + (search ? '?' + search : '');
}

/**
 * Asks, and returns the answer's object; undefined where the answer has none.
 *
 * @param {string} method
 * @param {string[]} path
 * @param {{query?: Record<string, string | number | null | undefined>, body?: unknown,
 *   signal?: AbortSignal, headers?: Record<string, string>}} [options]
 * @returns {Promise<any>}
 */
export async function ask(method, path, options = {}) {
  const response = await open(resource(path, options.query), {
    method,
    headers: {
      Accept: 'application/json',
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** Asks for an object. @param {string[]} path @param {Parameters<typeof ask>[2]} [options] */
export const get = (path, options) => ask('GET', path, options);

/**
 * Logs in; the answer brings the session's cookie. A session that this browser has from another tab is ended, as its
 * cookie is replaced.
 *
 * @param {{name: string, password: string} | {token: string}} credentials
 */
export async function logIn(credentials) {
  await fetch(resource(['console-sessions', 'current']), { method: 'DELETE', headers: HEADERS, credentials: 'same-origin' }).catch(() => {});
  const response = await open(new URL('login', document.baseURI).href, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  return response.json();
}

/**
 * Asks, and returns the response; throws a {@link Problem} where it is not a success.
 *
 * @param {string} url
 * @param {RequestInit & {headers: Record<string, string>}} request
 */
export async function open(url, request) {
  let response;
  try {
    response = await fetch(url, {
      ...request,
      headers: { ...HEADERS, ...request.headers },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch (failure) {
    if (request.signal?.aborted) {
      throw failure;
    }
    throw new Problem(0, 'unreachable', 'The server does not answer. Is it running?');
  }
  if (!response.ok) {
    throw await refused(response);
  }
  return response;
}

/** @param {Response} response */
async function refused(response) {
  const body = await response.json().catch(() => ({}));
  const problem = new Problem(
    response.status,
    String(body.code ?? 'unknown'),
    worded(body) ?? `The server answered ${response.status}.`,
    Number(response.headers.get('Retry-After')) || undefined,
  );
  if (response.status === 401) {
    whenLoggedOut();
  }
  return problem;
}

/** @param {any} body */
function worded(body) {
  if (Array.isArray(body.errors) && body.errors.length > 0) {
    return body.errors
      .map((/** @type {{field: string, message: string}} */ error) => `${error.field} ${error.message}`)
      .join('; ');
  }
  return typeof body.detail === 'string' ? body.detail : undefined;
}

/**
 * Reads a whole list, page by page, up to a number of items.
 *
 * @template T
 * @param {string[]} path
 * @param {{query?: Record<string, string | undefined>, signal?: AbortSignal}} [options]
 * @param {number} [most]
 * @returns {Promise<{items: T[], more: boolean}>}
 */
export async function all(path, options = {}, most = 5000) {
  /** @type {T[]} */
  const items = [];
  /** @type {string | null} */
  let cursor = null;
  do {
    const page = /** @type {import('./types.js').Page<T>} */ (
      await get(path, { ...options, query: { ...options.query, limit: 500, cursor } })
    );
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && items.length < most);
  return { items, more: cursor !== null };
}

/** Returns a key that makes a post idempotent. Works without a secure context, too. */
export function newKey() {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('');
}
