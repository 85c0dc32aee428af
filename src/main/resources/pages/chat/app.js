// The page: the form that joins, or the rooms, the log, the composer and the members.

import { Component } from 'preact';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icons.js';
import { toHash } from './address.js';
import { Composer } from './composer.js';
import { count } from './format.js';
import { HelpDialog, RoomsDialog, SearchDialog } from './dialogs.js';
import { JoinForm } from './join.js';
import { LogView } from './logview.js';
import { Members } from './members.js';
import { lineMenu, personMenu, roomMenu, selfMenu } from './menus.js';
import { Sidebar } from './sidebar.js';
import * as model from './state.js';
import { below, Countdown, Menu, Prompt } from './ui.js';

/** @typedef {import('./client.js').Client} Client */
/** @typedef {'rooms' | 'search' | 'help'} DialogName */

/**
 * @typedef {object} Browser What the page needs from the browser and keeps in it.
 * @property {Map<string, string>} drafts
 * @property {() => void} saveDrafts
 * @property {string} name the name that was used last
 * @property {import('./client.js').Intent['mode']} mode
 * @property {(name: string, mode: import('./client.js').Intent['mode']) => void} saveName
 * @property {(muted: ReadonlySet<string>) => void} saveMuted
 * @property {boolean} asksToNotify whether to ask if one wants to be notified
 * @property {(wanted: boolean) => void} answerNotify
 * @property {(text: string) => Promise<boolean>} copy
 */

/**
 * @typedef {object} AppState
 * @property {DialogName | ''} dialog
 * @property {import('./ui.js').PromptSpec | null} prompt
 * @property {import('./ui.js').MenuSpec | null} menu
 * @property {boolean} drawer whether the list of rooms is open on a narrow screen
 * @property {boolean} members
 * @property {string} toast
 * @property {string} spoken
 * @property {{ text: string, at: number } | null} insert
 */

/** Below this width the members cover the log. */
const WIDE = 1100;

/** @extends {Component<{ client: Client, browser: Browser }, AppState>} */
export class App extends Component {
  /** @param {{ client: Client, browser: Browser }} props */
  constructor(props) {
    super(props);
    /** @type {AppState} */
    this.state = { dialog: '', prompt: null, menu: null, drawer: false, members: innerWidth >= WIDE, toast: '', spoken: '', insert: null };
    /** @type {Map<string, string[]>} */
    this.recalls = new Map();
    this.end = true;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.toastTimer = undefined;
  }

  componentDidMount() {
    this.props.client.subscribe(() => this.forceUpdate());
    addEventListener('keydown', this.keys);
    for (const name of ['focus', 'blur']) {
      addEventListener(name, this.attend);
    }
    document.addEventListener('visibilitychange', this.attend);
    matchMedia(`(min-width: ${WIDE}px)`).addEventListener('change', (event) => this.setState({ members: event.matches }));
  }

  /** Gives the focus a place when what had it is gone, such as a button that was pressed. */
  componentDidUpdate() {
    const { menu, dialog, prompt } = this.state;
    if (document.activeElement === document.body && menu === null && dialog === '' && prompt === null) {
      const place = matchMedia('(pointer: fine)').matches ? '.composer textarea' : '.log';
      /** @type {HTMLElement | null} */ (document.querySelector(place))?.focus({ preventScroll: true });
    }
  }

  attend = () => this.props.client.attend(this.end && document.hasFocus() && document.visibilityState === 'visible');

  keys = (/** @type {KeyboardEvent} */ event) => {
    const { client } = this.props;
    if (!client.inside || this.state.dialog !== '' || this.state.prompt !== null) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      this.open('rooms');
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      const rooms = model.byActivity(client.state);
      const index = rooms.findIndex((room) => room.key === client.state.current);
      const next = rooms[(index + (event.key === 'ArrowDown' ? 1 : rooms.length - 1)) % rooms.length];
      if (next !== undefined) {
        this.show(next.key);
      }
    } else if (event.key === 'Escape') {
      if (this.state.drawer || (this.state.members && innerWidth < WIDE)) {
        this.setState({ drawer: false, members: this.state.members && innerWidth >= WIDE });
      }
      /** @type {HTMLElement | null} */ (document.querySelector('.composer textarea'))?.focus();
    }
  };

  /** @param {DialogName | 'members' | ''} name */
  open(name) {
    if (name === 'members') {
      this.setState({ members: true });
    } else if (name !== '') {
      if (name === 'rooms') {
        this.props.client.refreshRooms();
      }
      this.setState({ dialog: name, drawer: false });
    }
  }

  close = () => this.setState({ dialog: '', prompt: null });

  /** @param {string} key */
  show = (key) => {
    this.setState({ drawer: false });
    this.props.client.show(key);
  };

  /** @param {string} key @param {number | null} offset */
  visit = (key, offset) => {
    this.setState({ drawer: false, dialog: '' });
    this.props.client.visit({ key, offset });
  };

  /** Says something for a moment. @param {string} text */
  toast = (text) => {
    clearTimeout(this.toastTimer);
    this.setState({ toast: text });
    this.toastTimer = setTimeout(() => this.setState({ toast: '' }), 4000);
  };

  /** @param {import('./ui.js').PromptSpec} prompt */
  ask = (prompt) => this.setState({ prompt, menu: null });

  /** @param {string} text */
  insert = (text) => this.setState({ insert: { text, at: Date.now() } });

  /** @param {string} text */
  copy = async (text) => {
    if (await this.props.browser.copy(text)) {
      this.toast('The link is copied.');
    } else {
      this.ask({ title: 'Copy the link', fields: [{ name: 'link', label: 'Link', value: text }], submit: 'Done', run: () => {} });
    }
  };

  /** @param {string} key */
  toggleMute = (key) => {
    const { client, browser } = this.props;
    const muted = new Set(client.muted);
    if (!muted.delete(key)) {
      muted.add(key);
    }
    client.muted = muted;
    browser.saveMuted(muted);
    this.forceUpdate();
  };

  /** @param {Event} event @param {string} label @param {import('./ui.js').MenuItem[]} items */
  menu(event, label, items) {
    this.setState({ menu: { label, items, ...below(event) } });
  }

  render() {
    const { client, browser } = this.props;
    if (!client.inside) {
      return html`<${JoinForm} client=${client} name=${browser.name} mode=${browser.mode} onName=${browser.saveName} />`;
    }
    return this.chat();
  }

  chat() {
    const { client, browser } = this.props;
    const { state } = client;
    const { dialog, prompt, menu, drawer, members, toast, spoken } = this.state;
    const room = state.rooms[state.current];
    const own = Object.values(state.rooms).map((one) => one.members?.[state.nick.toLowerCase()]).find((one) => one !== undefined);
    const person = (/** @type {Event} */ event, /** @type {string} */ nick) => this.menu(event, nick, personMenu(this, nick));
    const elsewhere = model.unreadTotal(state, client.muted) - (room === undefined || client.muted.has(room.key) ? 0 : room.unread);
    return html`
      <div class=${`chat ${drawer ? 'drawer-open' : ''} ${members && room !== undefined && !room.direct ? 'with-members' : ''}`}>
        <${Sidebar} state=${state} muted=${client.muted} away=${own?.away ?? ''} onShow=${this.show} onRooms=${() => this.open('rooms')}
          onMenu=${(/** @type {Event} */ event, /** @type {string} */ key) => this.menu(event, key, roomMenu(this, key))}
          onSelf=${(/** @type {Event} */ event) => this.menu(event, state.nick, selfMenu(this))} />
        ${drawer ? html`<div class="shade" onClick=${() => this.setState({ drawer: false })}></div>` : null}
        <main class="room-view">
          ${this.banner()}
          ${room === undefined && (!client.settled || client.wanted !== '') ? html`
            <header class="room-head">${this.drawerButton(elsewhere)}<h1>${state.server}</h1></header><div class="empty quiet"><p>Coming in…</p></div>`
          : room === undefined ? html`
            <header class="room-head">${this.drawerButton(elsewhere)}<h1>No room</h1></header>
            <div class="empty"><p>You are in no room.</p><button type="button" class="button primary" onClick=${() => this.open('rooms')}>Choose a room</button></div>`
          : html`
            <header class="room-head">
              ${this.drawerButton(elsewhere)}
              <div class="title">
                <h1><span class="sign" aria-hidden="true">${room.direct ? '@' : '#'}</span>${room.name}</h1>
                ${room.topic === '' ? null : html`<p class="topic" title=${room.topic}>${room.topic}</p>`}
              </div>
              <button type="button" class="button plain icon" aria-label="Search" title="Search" onClick=${() => this.open('search')}><${Icon} name="search" /></button>
              ${room.direct ? null : html`<button type="button" class="button plain count" aria-expanded=${members} title="Members" onClick=${() => this.setState({ members: !members })}>
                <${Icon} name="people" /><span>${room.count}</span><span class="unseen"> members</span></button>`}
              <button type="button" class="button plain icon" aria-label="More about this room" title="More" aria-haspopup="menu"
                onClick=${(/** @type {Event} */ event) => this.menu(event, room.name, roomMenu(this, room.key))}><${Icon} name="more" /></button>
            </header>
            ${browser.asksToNotify && client.settled && client.link.status === 'open' ? this.notifyBar() : null}
            <${LogView} key=${room.key} room=${room} nick=${state.nick} account=${state.account} target=${client.target} settled=${client.settled}
              pending=${state.pending.filter((one) => one.key === room.key)}
              onLoad=${(/** @type {{ from: number, to: number }} */ hole, /** @type {'before' | 'after'} */ side) => client.load(room.key, hole, side)}
              onEnd=${(/** @type {boolean} */ end) => { this.end = end; this.attend(); }}
              onLine=${(/** @type {Event} */ event, /** @type {import('./log.js').Entry} */ entry) => this.menu(event, 'Line', lineMenu(this, entry))}
              onPerson=${person} onVisit=${this.visit}
              onCopyRoom=${() => void this.copy(this.linkTo(room.key, null))}
              onResend=${(/** @type {string} */ ref) => client.resend(ref)} onDiscard=${(/** @type {string} */ ref) => client.discard(ref)} />
            ${room.gone === null ? html`
              <${Composer} key=${`c-${room.key}`} room=${room} lineBytes=${state.lineBytes} known=${this.known(room)} drafts=${browser.drafts} recalls=${this.recalls}
                problem=${state.problem !== null && state.problem.key === room.key ? state.problem.text : ''} insert=${this.state.insert}
                onDraft=${browser.saveDrafts} onType=${this.typed} onSubmit=${this.submit} />` : this.gone(room)}`}
        </main>
        ${members && room !== undefined && !room.direct ? html`
          <${Members} room=${room} nick=${state.nick} onPerson=${person} onClose=${() => this.setState({ members: false })} />` : null}
        <p class="unseen" role="status" aria-live="polite">${spoken}</p>
        ${toast === '' ? null : html`<p class="toast" role="status">${toast}</p>`}
        ${menu === null ? null : html`<${Menu} spec=${menu} onClose=${() => this.setState({ menu: null })} />`}
        ${dialog === 'rooms' ? html`<${RoomsDialog} client=${client} onClose=${this.close} onPick=${(/** @type {string} */ key) => this.visit(key, null)} ask=${this.ask} />` : null}
        ${dialog === 'search' ? html`<${SearchDialog} client=${client} onClose=${this.close} onVisit=${this.visit} />` : null}
        ${dialog === 'help' ? html`<${HelpDialog} commands=${state.commands} onClose=${this.close} />` : null}
        ${prompt === null ? null : html`<${Prompt} spec=${prompt} onClose=${this.close} />`}
      </div>`;
  }

  /** @param {number} unread */
  drawerButton(unread) {
    return html`<button type="button" class="button plain icon drawer-button" aria-label=${unread > 0 ? `Rooms, ${count(unread, 'unread line')}` : 'Rooms'}
      aria-expanded=${this.state.drawer} onClick=${() => this.setState({ drawer: !this.state.drawer })}>
      <${Icon} name="menu" />${unread > 0 ? html`<span class="dot" aria-hidden="true"></span>` : null}</button>`;
  }

  banner() {
    const { client } = this.props;
    const { status, ending, said, nextTry } = client.link;
    if (status === 'ended') {
      return html`<div class="banner bad" role="alert">
        <p><strong>${ending?.title}.</strong> ${said === '' || ending?.advice === '' ? null : html`<span>${sentence(said)} </span>`}${ending?.advice}</p>
        <button type="button" class="button" onClick=${() => client.again()}>Join again</button></div>`;
    }
    if (status !== 'waiting' && (status !== 'connecting' || ending === null)) {
      return null;
    }
    return html`<div class="banner warn" role="status">
      <${Icon} name="offline" />
      <p><strong>${ending?.title}.</strong> ${ending?.advice} What you write is kept. ${status === 'connecting' ? 'Trying now…' : html`Next try <span aria-hidden="true"><${Countdown} to=${nextTry} /></span>.`}</p>
      <button type="button" class="button" disabled=${status === 'connecting'} onClick=${() => client.retry()}>Try now</button></div>`;
  }

  notifyBar() {
    const { browser } = this.props;
    const answer = (/** @type {boolean} */ wanted) => {
      browser.answerNotify(wanted);
      this.forceUpdate();
    };
    return html`<div class="banner plain">
      <${Icon} name="bell" />
      <p>Be notified when someone mentions you or writes to you?</p>
      <button type="button" class="button" onClick=${() => answer(true)}>Yes</button>
      <button type="button" class="button plain" onClick=${() => answer(false)}>No</button></div>`;
  }

  /** @param {import('./state.js').Room} room */
  gone(room) {
    const { client } = this.props;
    const gone = /** @type {import('./state.js').Gone} */ (room.gone);
    const by = gone.by === '' ? '' : ` by ${gone.by}`;
    const reason = gone.reason === '' ? '.' : `: ${gone.reason.replace(/[.]$/, '')}.`;
    const until = gone.until === '' ? '' : ` Until ${new Date(gone.until).toLocaleString()}.`;
    const what = { deleted: 'This room was deleted.', banned: `You were banned from #${room.name}${by}${reason}${until}` }[gone.how] ?? `You were taken out of #${room.name}${by}${reason}`;
    return html`<div class="gone-bar" role="alert">
      <p>${what}</p>
      ${gone.how === 'banned' ? null : html`<button type="button" class="button" onClick=${() => client.joinRoom(room.name)}>${gone.how === 'deleted' ? 'Create it again' : 'Join again'}</button>`}
      <button type="button" class="button plain" onClick=${() => client.leaveRoom(room.key)}>Close</button></div>`;
  }

  submit = (/** @type {string} */ text) => {
    const { client } = this.props;
    const { taken, open } = client.submit(client.state.current, text);
    this.open(open);
    return taken;
  };

  typed = () => {
    const { client } = this.props;
    if (client.state.problem !== null) {
      client.state = { ...client.state, problem: null };
      this.forceUpdate();
    }
  };

  /** @param {import('./state.js').Room} room */
  known(room) {
    const { state } = this.props.client;
    const recent = room.entries.slice(-100).map((entry) => entry.from).reverse();
    const people = [...new Set([...recent, ...Object.values(room.members ?? {}).map((one) => one.nick), room.direct ? room.name : ''])];
    const here = people.filter((nick) => nick !== '' && nick !== state.nick && (room.direct || room.members?.[nick.toLowerCase()] !== undefined));
    const rooms = [...new Set([...model.byActivity(state).filter((one) => !one.direct).map((one) => one.name), ...state.listed.map((one) => one.name)])];
    return { commands: state.commands, people: here, rooms };
  }

  /** @param {string} key @param {number | null} offset */
  linkTo(key, offset) {
    return `${location.origin}${location.pathname}${toHash(key, offset)}`;
  }
}

/** @param {string} text */
function sentence(text) {
  const end = /[.!?]$/.test(text) ? '' : '.';
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
