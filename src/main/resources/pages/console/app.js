/** The frame of the console: who is logged in, the menu, and the screen of the address. */

import { Component } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ask, get, onLoggedOut } from './api.js';
import { AppContext, asProblem, useLoaded } from './hooks.js';
import { html } from '../shared/html.js';
import { listen } from './keys.js';
import { address, parse } from './router.js';
import { isShown, KINDS, menuOf, SCREENS } from './scopes.js';
import { Dialog, Empty, Link, ProblemBox, Skeleton } from './ui.js';
import { Login } from './screens/login.js';
import { Overview } from './screens/overview.js';
import { Connections } from './screens/connections.js';
import { Connection } from './screens/connection.js';
import { Rooms } from './screens/rooms.js';
import { Room } from './screens/room.js';
import { Bans } from './screens/bans.js';
import { Announcements } from './screens/announcements.js';
import { AccountScreen } from './screens/account.js';
import { Accounts } from './screens/accounts.js';
import { Tokens } from './screens/tokens.js';
import { Audit } from './screens/audit.js';
import { Sessions } from './screens/sessions.js';

/** @typedef {import('./types.js').Me} Me */

/** @type {Record<string, () => any>} */
const VIEWS = {
  overview: Overview,
  connections: Connections,
  connection: Connection,
  rooms: Rooms,
  room: Room,
  bans: Bans,
  announcements: Announcements,
  accounts: Accounts,
  account: AccountScreen,
  tokens: Tokens,
  audit: Audit,
  sessions: Sessions,
};

/** The path of the console itself, with a slash at its end. */
const root = () => new URL(document.baseURI).pathname;

function currentRoute() {
  const path = window.location.pathname;
  return parse(path.startsWith(root()) ? path.slice(root().length) : '', window.location.search);
}

/** Where it is noted that a session was begun here. The session itself no script can see. */
const NOTED = 'parley.console';

/** Notes that there is a session, or none. @param {boolean} begun */
function note(begun) {
  try {
    if (begun) {
      localStorage.setItem(NOTED, 'session');
    } else {
      localStorage.removeItem(NOTED);
    }
  } catch {
    // Without storage the server is asked whether there is a session.
  }
}

/** Returns whether there may be a session, so that it is worth asking the server. */
function mayBeLoggedIn() {
  try {
    return localStorage.getItem(NOTED) !== null;
  } catch {
    return true;
  }
}

/** Shows the log-in form, or the console to who is logged in. */
export function Root() {
  const [me, setMe] = useState(
    /** @type {() => Me | null | undefined} */ (() => (mayBeLoggedIn() ? undefined : null)),
  );
  const [problem, setProblem] = useState(/** @type {import('./api.js').Problem | null} */ (null));
  const [ended, setEnded] = useState('');
  const load = useCallback(async () => {
    setProblem(null);
    try {
      setMe(await get(['me']));
    } catch (failure) {
      const reason = asProblem(failure);
      if (reason.status === 401) {
        setMe(null);
      } else {
        setProblem(reason);
      }
    }
  }, []);
  useEffect(() => {
    onLoggedOut(() =>
      setMe(old => {
        if (old) {
          setEnded('Your session has ended. Log in to go on where you were.');
        }
        return null;
      }),
    );
    if (me === undefined) {
      load();
    }
  }, []);
  useEffect(() => {
    if (me !== undefined) {
      note(me !== null);
    }
  }, [me]);
  if (me === null) {
    return html`<${Login}
      note=${ended}
      onLogin=${(/** @type {Me} */ user) => {
        setEnded('');
        setMe(user);
      }}
    />`;
  }
  if (me === undefined) {
    return html`<main class="boot">
      <h1>parley console</h1>
      ${problem === null ? html`<${Skeleton} lines=${3} />` : html`<${ProblemBox} problem=${problem} retry=${load} />`}
    </main>`;
  }
  return html`<${Console}
    me=${me}
    onLogout=${(/** @type {string} */ note) => {
      setEnded(note);
      setMe(null);
    }}
  />`;
}

/** @param {{me: Me, onLogout: (note: string) => void}} props */
function Console({ me, onLogout }) {
  const [route, setRoute] = useState(currentRoute);
  const [said, setSaid] = useState({ text: '', n: 0 });
  const [help, setHelp] = useState(false);
  const main = useRef(/** @type {HTMLElement | null} */ (null));
  const go = useCallback((/** @type {string} */ url, /** @type {{replace?: boolean}} */ options = {}) => {
    const target = new URL(url, document.baseURI);
    if (options.replace) {
      history.replaceState(null, '', target);
    } else if (target.href !== window.location.href) {
      history.pushState(null, '', target);
    }
    setRoute(currentRoute());
  }, []);
  const say = useCallback(
    (/** @type {string} */ text) => setSaid(old => ({ text, n: old.n + 1 })),
    [],
  );
  const logOut = useCallback(async (/** @type {boolean} */ everywhere) => {
    try {
      await ask('DELETE', everywhere ? ['console-sessions'] : ['console-sessions', 'current'], {
        query: { reason: everywhere ? 'logged out everywhere' : 'logged out' },
      });
      onLogout(everywhere ? 'You are logged out in every browser.' : 'You are logged out.');
    } catch (failure) {
      say(asProblem(failure).detail);
    }
  }, []);
  useEffect(() => {
    const onPop = () => setRoute(currentRoute());
    window.addEventListener('popstate', onPop);
    const unlisten = listen({ go: path => go(address(path)), help: () => setHelp(true) });
    return () => {
      window.removeEventListener('popstate', onPop);
      unlisten();
    };
  }, []);
  const place = route.screen + '/' + route.parts[0];
  const before = useRef(place);
  useEffect(() => {
    if (before.current !== place) {
      before.current = place;
      window.scrollTo(0, 0);
      const heading = main.current?.querySelector('h1');
      heading?.focus({ preventScroll: true });
    }
  }, [place]);
  const app = useMemo(() => ({ me, route, go, say, logOut }), [me, route]);
  useEffect(() => {
    const first = SCREENS.find(one => isShown(one.screen, me.scopes));
    if (route.screen === 'overview' && !isShown('overview', me.scopes) && first !== undefined) {
      go(address(first.path), { replace: true });
    }
  }, [route, me]);
  const View = VIEWS[route.screen];
  const shown = View !== undefined && isShown(route.screen, me.scopes);
  return html`<${AppContext.Provider} value=${app}>
    <button type="button" class="skip button" onClick=${() => main.current?.focus()}>Skip to content</button>
    <div class="frame">
      <${Menu} route=${route} me=${me} changes=${said.n} logOut=${logOut} onHelp=${() => setHelp(true)} />
      <main ref=${main} tabindex="-1" id="content">
        ${shown
          ? html`<${Guard} key=${place}><${View} /><//>`
          : html`<${Nowhere} known=${View !== undefined} />`}
      </main>
    </div>
    <${Toast} said=${said} />
    ${help ? html`<${Keys} me=${me} onClose=${() => setHelp(false)} />` : null}
  <//>`;
}

/** Shows a fault of a screen in its place, so that the others go on. */
class Guard extends Component {
  constructor() {
    super();
    /** @type {{fault: unknown}} */
    this.state = { fault: null };
  }

  /** @param {unknown} fault */
  componentDidCatch(fault) {
    console.error(fault);
    this.setState({ fault });
  }

  render() {
    const { fault } = /** @type {{fault: unknown}} */ (this.state);
    return fault === null
      ? /** @type {any} */ (this.props.children)
      : html`<h1 tabindex="-1">This screen failed</h1>
          <${ProblemBox} problem=${asProblem(fault)} retry=${() => this.setState({ fault: null })} />`;
  }
}

/** @param {{known: boolean}} props */
const Nowhere = ({ known }) =>
  html`<h1 tabindex="-1">${known ? 'Not for you' : 'Nothing here'}</h1>
    <${Empty} title=${known ? 'Your scopes do not reach this screen.' : 'There is no screen at this address.'}>
      Go on in the menu, or <${Link} to="./">to the overview<//>.
    <//>`;

/**
 * @param {{route: import('./router.js').Route, me: Me, onHelp: () => void,
 *   logOut: (everywhere: boolean) => Promise<void>, changes: number}} props
 */
function Menu({ route, me, logOut, onHelp, changes }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [route]);
  const here = menuOf(route.screen);
  const screens = SCREENS.filter(one => isShown(one.screen, me.scopes));
  return html`<header class=${'side' + (open ? ' open' : '')}>
    <div class="brand">
      <${Link} to="./" class="name">parley <span>console</span><//>
      <${Level} can=${me.scopes.includes('clients:read')} changes=${changes} />
      <button
        type="button"
        class="button compact menu-button"
        aria-expanded=${open}
        aria-controls="menu"
        onClick=${() => setOpen(!open)}
      >
        ${open ? 'Close' : 'Menu'}
      </button>
    </div>
    <div class="side-body" id="menu">
      <nav aria-label="Screens">
        <ul>
          ${screens.map(
            one => html`<li>
              <${Link} to=${address(one.path)} aria-current=${one.screen === here ? 'page' : undefined}>
                <span>${one.title}</span><kbd aria-hidden="true">g ${one.key}</kbd>
              <//>
            </li>`,
          )}
        </ul>
      </nav>
      <div class="user">
        <p>
          <strong>${me.name}</strong><br />
          <span class="quiet small">${KINDS[me.kind] ?? me.kind}</span>
        </p>
        <div class="row">
          <button type="button" class="button compact" onClick=${() => logOut(false)}>Log out</button>
          <button type="button" class="button compact plain" onClick=${onHelp}>Keys <kbd>?</kbd></button>
        </div>
      </div>
    </div>
  </header>`;
}

/**
 * Shows the emergency level on every screen while it is not `open`.
 *
 * @param {{can: boolean, changes: number}} props `changes` counts what was changed here; after each
 *   the level is asked for again
 */
function Level({ can, changes }) {
  const defence = useLoaded(
    signal => (can ? get(['defence'], { signal }) : Promise.resolve(null)),
    [can],
    15_000,
  );
  useEffect(() => {
    if (changes > 0) {
      defence.reload();
    }
  }, [changes]);
  const level = defence.data?.level;
  return !level || level === 'open'
    ? null
    : html`<${Link} to="bans" class="badge bad" title="Emergency level">${level}<//>`;
}

/** Shows for some seconds what was done. @param {{said: {text: string, n: number}}} props */
function Toast({ said }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (said.n === 0) {
      return;
    }
    setShown(true);
    const timer = window.setTimeout(() => setShown(false), 6000);
    return () => window.clearTimeout(timer);
  }, [said]);
  return html`<div class="toast-place" role="status" aria-live="polite">
    ${shown ? html`<p class="toast">${said.text}</p>` : null}
  </div>`;
}

/** @param {{me: Me, onClose: () => void}} props */
function Keys({ me, onClose }) {
  const screens = SCREENS.filter(one => isShown(one.screen, me.scopes));
  const keys = [
    ...screens.map(one => [`g ${one.key}`, one.title]),
    ['/', 'Filter or search'],
    ['j  k', 'Next and previous row'],
    ['Enter', 'Open the row'],
    ['x', 'Select the row'],
    ['Esc', 'Leave a field, close a dialog'],
    ['?', 'These keys'],
  ];
  return html`<${Dialog} title="Keys" onClose=${onClose}>
    <dl class="keys">
      ${keys.map(
        ([key, what]) => html`<div>
          <dt>${(key ?? '').split(' ').filter(Boolean).map(one => html`<kbd>${one}</kbd> `)}</dt>
          <dd>${what}</dd>
        </div>`,
      )}
    </dl>
  <//>`;
}
