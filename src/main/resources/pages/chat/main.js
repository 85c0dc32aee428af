// Starts the page: joins the client to the browser.

import { options, render } from 'preact';
import { html } from '../shared/html.js';
import { parseHash, toHash } from './address.js';
import { App } from './app.js';
import { Client } from './client.js';
import * as model from './state.js';

const SESSION = 'parley.session';
const TALKS = 'parley.talks';
const DRAFTS = 'parley.drafts';
const NAME = 'parley.name';
const MODE = 'parley.mode';
const MUTED = 'parley.muted';
const NOTIFY = 'parley.notify';

// One drawing a frame, however much is said; none is lost while the page is hidden and has no frames.
options.debounceRendering = (draw) => {
  if (document.visibilityState === 'visible') {
    requestAnimationFrame(draw);
  } else {
    setTimeout(draw, 100);
  }
};

/**
 * Reads a stored value; where the browser stores nothing, there is none.
 *
 * @param {'localStorage' | 'sessionStorage'} where
 * @param {string} name
 */
function stored(where, name) {
  try {
    return window[where].getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param {'localStorage' | 'sessionStorage'} where
 * @param {string} name
 * @param {string | null} value
 */
function store(where, name, value) {
  try {
    if (value === null) {
      window[where].removeItem(name);
    } else {
      window[where].setItem(name, value);
    }
  } catch {
    // It is forgotten with the page then.
  }
}

/** @param {string | null} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** Returns a value that this tab keeps. @param {string} name @returns {import('./client.js').Slot} */
function slot(name) {
  return {
    get: () => stored('sessionStorage', name),
    set: (value) => store('sessionStorage', name, value),
    remove: () => store('sessionStorage', name, null),
  };
}

/** @type {App | null} */
let app = null;

const client = new Client({
  connect: (events) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    socket.onopen = () => events.open();
    socket.onmessage = (event) => events.message(String(event.data));
    socket.onclose = (event) => events.close(event.code);
    return { send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text), close: (code) => socket.close(code) };
  },
  schedule: (task, delay) => {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
  now: () => Date.now(),
  random: () => Math.random(),
  session: slot(SESSION),
  talks: slot(TALKS),
  alert: ({ key, from, text }) => {
    if ('Notification' in window && Notification.permission === 'granted' && stored('localStorage', NOTIFY) === 'yes') {
      const shown = new Notification(key.startsWith('@') ? from : `${from} in #${key}`, { body: text.slice(0, 200), tag: `parley ${key}`, icon: '/assets/chat/icon.svg' });
      shown.onclick = () => {
        window.focus();
        client.show(key);
        shown.close();
      };
    }
  },
  moved: (from, to) => {
    const draft = drafts.get(from);
    if (draft !== undefined) {
      drafts.delete(from);
      drafts.set(to, draft);
      browser.saveDrafts();
    }
    browser.saveMuted(client.muted);
  },
  speak: (text) => app?.setState({ spoken: text }),
});

client.muted = new Set(parsed(stored('localStorage', MUTED)) ?? []);
const canNotify = 'Notification' in window && window.isSecureContext;
/** @type {Map<string, string>} */
const drafts = new Map(Object.entries(parsed(stored('sessionStorage', DRAFTS)) ?? {}));

/** @type {import('./app.js').Browser} */
const browser = {
  drafts,
  saveDrafts: () => store('sessionStorage', DRAFTS, JSON.stringify(Object.fromEntries(drafts))),
  name: stored('localStorage', NAME) ?? '',
  mode: stored('localStorage', MODE) === 'login' ? 'login' : 'guest',
  saveName: (name, mode) => {
    browser.name = name;
    browser.mode = mode === 'guest' ? 'guest' : 'login';
    store('localStorage', NAME, name);
    store('localStorage', MODE, browser.mode);
  },
  saveMuted: (muted) => store('localStorage', MUTED, JSON.stringify([...muted])),
  asksToNotify: canNotify && Notification.permission === 'default' && stored('localStorage', NOTIFY) === null,
  answerNotify: (wanted) => {
    browser.asksToNotify = false;
    store('localStorage', NOTIFY, wanted ? 'yes' : 'no');
    if (wanted) {
      void Notification.requestPermission();
    }
  },
  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
};

let shownHash = location.hash;

/** Has the address and the title say which room is shown, and how much is unread. */
function follow() {
  const { state } = client;
  const room = state.rooms[state.current];
  const unread = model.unreadTotal(state, client.muted);
  const place = room === undefined || !client.inside ? '' : `${room.direct ? '@' : '#'}${room.name} – `;
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${place}${state.server}`;
  if (room !== undefined && client.settled && client.address === null) {
    const { target } = client;
    const hash = toHash(room.key, target?.key === room.key ? target.offset : null);
    if (hash !== shownHash && client.inside) {
      shownHash = hash;
      history.pushState(null, '', hash);
    }
  }
}

client.subscribe(follow);
addEventListener('popstate', () => visitHash());
addEventListener('hashchange', () => visitHash());

function visitHash() {
  if (location.hash === shownHash) {
    return;
  }
  shownHash = location.hash;
  const address = parseHash(location.hash);
  if (address === null) {
    return;
  }
  if (client.inside && client.settled) {
    client.visit(address);
  } else {
    client.address = address;
    client.changed();
  }
}

addEventListener('offline', () => client.lost());
addEventListener('online', () => client.retry());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && client.retry());

client.address = parseHash(location.hash);
client.restore();
const root = /** @type {HTMLElement} */ (document.getElementById('app'));
render(html`<${App} client=${client} browser=${browser} ref=${(/** @type {App | null} */ made) => { app = made; }} />`, root);
