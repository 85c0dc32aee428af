/** Joins the server's figures to components. */

import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { get, Problem } from './api.js';

/**
 * @typedef {import('./types.js').Me} Me
 *
 * @typedef {{me: Me, route: import('./router.js').Route,
 *   go: (url: string, options?: {replace?: boolean}) => void,
 *   say: (text: string) => void, logOut: (everywhere: boolean) => Promise<void>}} App
 */

/** @type {import('preact').Context<App | null>} */
export const AppContext = createContext(/** @type {App | null} */ (null));

/** Returns what all screens have in common. @returns {App} */
export function useApp() {
  const app = useContext(AppContext);
  if (app === null) {
    throw new Error('outside of the application');
  }
  return app;
}

/** Returns whether the user has a scope. */
export function useCan() {
  const { me } = useApp();
  return (/** @type {string} */ scope) => me.scopes.includes(scope);
}

/** Returns a failure as a problem with a sentence. @param {unknown} failure */
export const asProblem = failure =>
  failure instanceof Problem ? failure : new Problem(0, 'fault', `The page failed: ${failure}`);

/**
 * @template T
 * @typedef {{data: T | undefined, problem: Problem | null, at: number, reload: () => void,
 *   set: (data: T) => void}} Loaded `at` is when the data came, in milliseconds
 */

/**
 * Loads data, and again every so often while the page is shown. Data stays while it is loaded
 * anew, and after a failure. What depends on other things begins anew when they change.
 *
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} load
 * @param {unknown[]} on
 * @param {number | ((data: T | undefined) => number)} [every] in milliseconds, 0 for once
 * @returns {Loaded<T>}
 */
export function useLoaded(load, on, every = 0) {
  const [state, setState] = useState(
    /** @type {{data: T | undefined, problem: Problem | null, at: number}} */ ({
      data: undefined,
      problem: null,
      at: 0,
    }),
  );
  const [again, setAgain] = useState(0);
  const key = JSON.stringify(on);
  const shown = useRef(key);
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    let loading = false;
    if (shown.current !== key) {
      shown.current = key;
      setState({ data: undefined, problem: null, at: 0 });
    }
    const run = async () => {
      if (loading || document.hidden) {
        return;
      }
      loading = true;
      try {
        const data = await load(stop.signal);
        if (!stop.signal.aborted) {
          setState({ data, problem: null, at: Date.now() });
          plan(data);
        }
      } catch (failure) {
        if (!stop.signal.aborted) {
          setState(old => ({ ...old, problem: asProblem(failure) }));
          plan(latest.current.data);
        }
      } finally {
        loading = false;
      }
    };
    const plan = (/** @type {T | undefined} */ data) => {
      const wait = typeof every === 'function' ? every(data) : every;
      window.clearTimeout(timer);
      if (wait > 0 && !document.hidden) {
        timer = window.setTimeout(run, wait);
      }
    };
    const onVisibility = () => {
      window.clearTimeout(timer);
      if (!document.hidden && (every !== 0 || latest.current.data === undefined)) {
        run();
      }
    };
    document.addEventListener('visibilitychange', onVisibility);
    run();
    return () => {
      stop.abort();
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [key, again]);
  const reload = useCallback(() => setAgain(n => n + 1), []);
  const set = useCallback(
    (/** @type {T} */ data) => setState(old => ({ ...old, data })),
    [],
  );
  const fresh = shown.current === key ? state : { data: undefined, problem: null, at: 0 };
  return { ...fresh, reload, set };
}

/** Returns the time, anew every so many milliseconds while the page is shown. @param {number} every */
export function useNow(every) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    }, every);
    return () => window.clearInterval(timer);
  }, [every]);
  return now;
}

/** Names the page in the browser's title. @param {string} title */
export function useTitle(title) {
  useEffect(() => {
    document.title = `${title} · parley console`;
  }, [title]);
}

/** @type {Promise<number> | null} */
let lineBytes = null;

/** Returns the limit of texts in bytes: that of the server, once it is known. */
export function useLineBytes() {
  const [limit, setLimit] = useState(4096);
  const can = useCan();
  useEffect(() => {
    if (can('clients:read')) {
      lineBytes ??= get(['server']).then(server => server.lineBytes ?? 4096);
      lineBytes.then(setLimit, () => (lineBytes = null));
    }
  }, []);
  return limit;
}
