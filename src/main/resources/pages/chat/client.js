// Speaks with the server: joins, resumes after a break, sends, asks for history, and keeps the state. It knows the
// browser only by its ports, so that it can be tested without one.

import { parseHash } from './address.js';
import { parseDraft, toMessage } from './draft.js';
import * as log from './log.js';
import { delay, ending } from './reconnect.js';
import * as model from './state.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Room} Room */
/** @typedef {import('./state.js').ServerObject} ServerObject */
/** @typedef {import('./address.js').Address} Address */

/** @typedef {{ send(text: string): void, close(code: number): void }} Socket */
/** @typedef {{ open(): void, message(text: string): void, close(code: number): void }} SocketEvents */
/** @typedef {{ get(): string | null, set(value: string): void, remove(): void }} Slot A value that outlives a reload. */

/**
 * @typedef {object} Ports
 * @property {(events: SocketEvents) => Socket} connect
 * @property {(task: () => void, delay: number) => () => void} schedule runs a task later; the result cancels it
 * @property {() => number} now
 * @property {() => number} random
 * @property {Slot} session what this tab needs to come back: the resume token, which the server forgets after a while
 * @property {Slot} talks what was said with people, which nobody else keeps
 * @property {(alert: { key: string, from: string, text: string }) => void} alert tells about a mention or a private message
 * @property {(from: string, to: string) => void} [moved] lets what is kept of a room follow to its new name
 * @property {(text: string) => void} speak has a screen reader say something
 */

/** @typedef {{ mode: 'guest' | 'login' | 'register', name: string, password: string }} Intent */

/**
 * @typedef {object} Link The state of the connection.
 * @property {'idle' | 'connecting' | 'open' | 'waiting' | 'ended'} status
 * @property {number} nextTry when it is tried again, in milliseconds since 1970
 * @property {import('./reconnect.js').Ending | null} ending why it ended
 * @property {string} said the server's own words about the end
 */

/** @typedef {{ field: 'name' | 'password' | 'form', text: string }} FormError */

/**
 * @typedef {object} Expected An answer of the server that is waited for. A question about the topic is asked after each
 *     request whose answer has no end of its own; its answer is that end.
 * @property {'settle' | 'history' | 'search' | 'probe'} kind
 * @property {Set<number>} lines the numbers of the lines to the server
 * @property {string} key
 * @property {number} from the range of offsets that is asked for
 * @property {number} to
 * @property {'before' | 'after'} side
 * @property {number[]} received
 * @property {number | null} more where the server says that it goes on
 * @property {() => void} [then]
 */

/** How many lines before one are shown when it is jumped to. */
const CONTEXT = 20;
/** How many lines are asked for at a time where history cannot be asked for backwards. */
const PAGE = 100;
/** For how long a list of members is taken as it is, with what is told of changes. */
const LIST_AGE = 30_000;
const SEEN_DELAY = 1000;
const RECEIPT_WAIT = 10_000;
const PASSWORD_FAULTS = new Set(['wrong_credentials', 'too_many_guesses', 'unfit_password', 'account_disabled', 'server_busy']);
const IN_ROOM = new Set(['me', 'topic', 'kick', 'ban', 'unban', 'mute', 'unmute', 'invite', 'redact', 'set', 'rename']);
const FIXED = new Set(['json', 'echo', 'time', 'resume']);

/** The close codes that this page sends: it is done, or it takes the connection for broken and will come back. */
const DONE = 1000;
const BROKEN = 4000;

export class Client {
  /** @param {Ports} ports */
  constructor(ports) {
    this.ports = ports;
    /** @type {State} */
    this.state = model.initial();
    /** @type {Link} */
    this.link = { status: 'idle', nextTry: 0, ending: null, said: '' };
    /** @type {FormError | null} */
    this.formError = null;
    /** @type {ReadonlySet<string>} */
    this.muted = new Set();
    /** @type {{ key: string, offset: number, at: number } | null} */
    this.target = null;
    this.attentive = false;
    /** Whether all that was missed has come. */
    this.settled = false;

    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {Socket | null} */
    this.socket = null;
    /** @type {Intent | null} */
    this.intent = null;
    /** @type {Address | null} */
    this.address = null;
    this.token = '';
    this.resuming = false;
    this.arrived = false;
    this.failures = 0;
    this.lines = 0;
    /** @type {string | null} */
    this.serverCurrent = null;
    /** @type {Expected[]} */
    this.expected = [];
    /** @type {Map<number, string>} */
    this.joins = new Map();
    /** @type {ServerObject | null} */
    this.bye = null;
    /** @type {(() => void) | null} */
    this.cancelTry = null;
    /** @type {(() => void) | null} */
    this.cancelSeen = null;
    /** @type {(() => void) | null} */
    this.cancelReceipt = null;
    /** @type {Map<string, number>} */
    this.toldSeen = new Map();
    /** @type {Map<string, number>} */
    this.listedAt = new Map();
    this.wanted = '';
    this.refs = 0;
    this.mark = Math.floor(ports.random() * 36 ** 6).toString(36).padStart(6, '0');
    this.saved = '';
    /** @type {Room[]} */
    this.savedTalks = [];
  }

  /**
   * Calls a function after each change; the result ends that.
   *
   * @param {() => void} listener
   */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  changed() {
    this.save();
    for (const listener of this.listeners) {
      listener();
    }
  }

  /** Returns whether one is in the chat, if only to wait for the connection. */
  get inside() {
    return this.state.nick !== '';
  }

  // ---- coming in and coming back

  /**
   * Comes back to where this tab was before it was loaded again.
   *
   * @returns {boolean} whether there is such a place
   */
  restore() {
    const saved = readSession(this.ports.session.get());
    if (saved === null) {
      return false;
    }
    this.token = saved.token;
    const rooms = Object.fromEntries([...saved.rooms, ...readRooms(this.ports.talks.get())].map((room) => [room.key, room]));
    this.state = { ...this.state, nick: saved.nick, account: saved.account, rooms, current: saved.current, pending: saved.pending };
    this.open();
    return true;
  }

  save() {
    if (!this.arrived && this.token === '') {
      return;
    }
    const { nick, account, current, pending } = this.state;
    const rooms = Object.values(this.state.rooms).filter((room) => room.joined);
    const text = JSON.stringify({ token: this.token, nick, account, rooms: rooms.filter((room) => !room.direct).map(model.kept), current, pending });
    if (text !== this.saved) {
      this.saved = text;
      this.ports.session.set(text);
    }
    const talks = rooms.filter((room) => room.direct);
    if (talks.length !== this.savedTalks.length || talks.some((room, index) => room !== this.savedTalks[index])) {
      this.savedTalks = talks;
      this.ports.talks.set(JSON.stringify(talks.map(model.kept)));
    }
  }

  forget() {
    this.token = '';
    this.saved = '';
    this.arrived = false;
    this.savedTalks = [];
    this.ports.session.remove();
    this.ports.talks.remove();
  }

  /**
   * Joins by a name or an account.
   *
   * @param {Intent} intent
   */
  join(intent) {
    this.formError = null;
    const name = intent.name.trim();
    if (name === '' && intent.mode !== 'guest') {
      this.refuse('name', 'Type the name of your account.');
      return;
    }
    if (/^[/{]|\s/u.test(name)) {
      this.refuse('name', 'A name has 1 to 32 letters, digits, - or _, and begins with a letter or digit.');
      return;
    }
    if (intent.mode !== 'guest' && intent.password.trim() === '') {
      this.refuse('password', 'Type the password.');
      return;
    }
    this.intent = { ...intent, name };
    if (this.socket !== null && this.link.status === 'open') {
      this.introduce();
      this.changed();
    } else {
      this.open();
    }
  }

  /**
   * @param {FormError['field']} field
   * @param {string} text
   */
  refuse(field, text) {
    this.formError = { field, text };
    this.changed();
  }

  open() {
    this.cancelTry?.();
    this.cancelTry = null;
    this.socket?.close(BROKEN);
    this.link = { ...this.link, status: 'connecting' };
    this.bye = null;
    /** @type {Socket | null} */
    let own = null;
    const current = () => own !== null && this.socket === own;
    own = this.ports.connect({
      open: () => current() && this.opened(),
      message: (text) => current() && this.received(text),
      close: (code) => current() && this.closed(code),
    });
    this.socket = own;
    this.changed();
  }

  opened() {
    this.lines = 0;
    this.serverCurrent = null;
    this.expected = [];
    this.listedAt.clear();
    this.joins.clear();
    this.settled = false;
    this.arrived = false;
    this.link = { ...this.link, status: 'open' };
    this.introduce();
    this.changed();
  }

  introduce() {
    this.resuming = this.token !== '';
    if (this.resuming) {
      this.send(`/resume ${this.token}`);
      return;
    }
    /** @type {Intent} */
    const intent = this.intent ?? { mode: 'guest', name: this.state.nick, password: '' };
    this.send(intent.mode === 'login' ? `/login ${intent.name} ${intent.password}` : intent.name);
  }

  /** Tries at once. */
  retry() {
    if (this.link.status === 'waiting') {
      this.open();
    }
  }

  /** Goes to the form that joins. */
  again() {
    const name = this.state.account || this.state.nick;
    const { current } = this.state;
    this.address ??= current === '' || current.startsWith('@') ? null : { key: current, offset: null };
    this.forget();
    this.socket?.close(DONE);
    this.socket = null;
    this.intent = null;
    this.state = { ...model.initial(), server: this.state.server };
    this.link = { status: 'idle', nextTry: 0, ending: null, said: '' };
    this.formError = null;
    this.changed();
    return name;
  }

  /** Leaves the chat. */
  quit() {
    if (this.link.status === 'open') {
      this.send('/quit');
    } else {
      this.again();
    }
  }

  /** Takes the connection for lost, as the browser says that there is no network. */
  lost() {
    if (this.socket !== null && this.inside && this.link.status !== 'ended') {
      this.socket.close(BROKEN);
      this.closed(1006);
    }
  }

  /** @param {number} code */
  closed(code) {
    this.socket = null;
    this.cancelReceipt?.();
    this.cancelReceipt = null;
    this.state = model.broken(this.state);
    this.expected = [];
    const reason = typeof this.bye?.reason === 'string' ? this.bye.reason : null;
    const end = ending(reason, code);
    const said = typeof this.bye?.text === 'string' ? this.bye.text : '';
    if (!this.inside) {
      this.link = { status: 'idle', nextTry: 0, ending: null, said: '' };
      if (this.intent !== null) {
        this.intent = null;
        this.formError ??= { field: 'form', text: end.retry && reason === null ? 'The server cannot be reached. Try again in a moment.' : `${end.title}. ${end.advice}`.trim() };
      }
      this.changed();
      return;
    }
    if (end.retry) {
      const wait = delay(this.failures++, this.ports.random);
      const shown = reason === null && this.link.status === 'connecting' && this.link.ending !== null ? this.link : { ending: end, said };
      this.link = { status: 'waiting', nextTry: this.ports.now() + wait, ending: shown.ending, said: shown.said };
      this.cancelTry = this.ports.schedule(() => this.open(), wait);
    } else {
      this.forget();
      this.link = { status: 'ended', nextTry: 0, ending: end, said };
    }
    this.changed();
  }

  // ---- receiving

  /** @param {string} text */
  received(text) {
    /** @type {ServerObject} */
    let event;
    try {
      event = JSON.parse(text);
    } catch {
      return;
    }
    if (typeof event !== 'object' || event === null || typeof event.type !== 'string') {
      return;
    }
    this.take(event);
    this.changed();
  }

  /** @param {ServerObject} event */
  take(event) {
    const first = this.expected[0];
    if (event.type === 'bye') {
      this.bye = event;
      return;
    }
    if (event.type === 'refused' && this.answersRefused(event)) {
      return;
    }
    if (first?.kind === 'history') {
      collect(first, event);
    }
    if (event.type === 'notice' && (typeof event.wanted === 'string' || typeof event.reason === 'string')) {
      this.news.push(String(event.text));
      return;
    }
    const before = this.state;
    const quiet = first !== undefined || !this.arrived;
    const { state, effects } = model.receive(before, event, { now: this.ports.now(), attentive: this.attentive, quiet });
    this.state = state;
    for (const effect of effects) {
      this.perform(effect);
    }
    if (event.type === 'welcome') {
      this.welcomed(event);
    } else if (event.type === 'left' && event.you === true) {
      this.serverCurrent = typeof event.current === 'string' ? event.current.toLowerCase() : null;
    } else if (event.type === 'topic' && event.offset === undefined && first !== undefined) {
      this.answered();
    }
    if (before.pending !== this.state.pending) {
      this.watchReceipts();
    }
    if (before.rooms !== this.state.rooms) {
      this.tellSeen();
    }
  }

  /** @param {import('./state.js').Effect} effect */
  perform(effect) {
    switch (effect.type) {
      case 'token':
        this.token = effect.token;
        break;
      case 'told':
        this.ports.speak(effect.text);
        break;
      case 'said': {
        const looked = effect.key === this.state.current;
        if (looked && !effect.own) {
          this.ports.speak(effect.kind === 'emote' ? `${effect.from} ${effect.text}` : `${effect.from}: ${effect.text}`);
        }
        if (effect.mention && !(looked && this.attentive) && !this.muted.has(effect.key)) {
          this.ports.alert({ key: effect.key, from: effect.from, text: effect.text });
        }
        break;
      }
      case 'moved':
        this.moved(effect.from, effect.to);
        break;
      default:
        break;
    }
  }

  /** Lets what is known of a room follow to its new name. @param {string} from @param {string} to */
  moved(from, to) {
    const follow = (/** @type {string} */ key) => (key === from ? to : key);
    this.wanted = follow(this.wanted);
    this.serverCurrent = this.serverCurrent && follow(this.serverCurrent);
    this.target = this.target && { ...this.target, key: follow(this.target.key) };
    this.expected = this.expected.map((one) => ({ ...one, key: follow(one.key) }));
    this.joins.forEach((key, line) => this.joins.set(line, follow(key)));
    this.muted = new Set([...this.muted].map(follow));
    const listed = this.listedAt.get(from);
    if (listed !== undefined) {
      this.listedAt.set(to, listed);
    }
    this.ports.moved?.(from, to);
  }

  /**
   * Handles a refusal that is not about what the person typed; returns whether it was one.
   *
   * @param {ServerObject} event
   */
  answersRefused(event) {
    const joined = this.joins.get(event.line);
    if (joined !== undefined) {
      this.joins.delete(event.line);
      this.serverCurrent = null;
      if (this.wanted === joined) {
        this.wanted = '';
        this.show(this.state.current || (model.byActivity(this.state)[0]?.key ?? ''));
      }
    }
    if (!this.arrived) {
      this.refusedToEnter(event);
      return true;
    }
    const first = this.expected[0];
    if (first !== undefined && first.lines.has(event.line)) {
      if (event.line === Math.max(...first.lines)) {
        this.answered();
      }
      return true;
    }
    return false;
  }

  /** @param {ServerObject} event */
  refusedToEnter(event) {
    if (this.resuming) {
      this.resuming = false;
      this.token = '';
      if (this.state.account === '') {
        this.introduce();
        return;
      }
      const name = this.state.account;
      this.again();
      this.formError = { field: 'password', text: 'Your place is no longer kept. Log in to come back.' };
      this.lastName = name;
      return;
    }
    const aboutPassword = PASSWORD_FAULTS.has(event.code) && this.intent?.mode !== 'guest';
    this.intent = null;
    if (this.inside) {
      this.state = { ...model.initial(), server: this.state.server };
      this.forget();
    }
    this.formError = { field: aboutPassword ? 'password' : 'name', text: String(event.text) };
  }

  /**
   * What is to be said in the room that is shown first: that the name was taken, why the connection before was closed.
   *
   * @type {string[]}
   */
  news = [];

  /** The name for the form after a place was lost. */
  lastName = '';

  /** @param {ServerObject} event */
  welcomed(event) {
    const key = event.room.toLowerCase();
    for (const [line, name] of this.joins) {
      if (name === key) {
        this.joins.delete(line);
      }
    }
    if (!this.arrived) {
      this.arrive(event);
      return;
    }
    if (!this.settled) {
      return;
    }
    if (this.wanted === key) {
      this.wanted = '';
      this.show(key);
    }
  }

  /** @param {ServerObject} event */
  arrive(event) {
    this.arrived = true;
    this.failures = 0;
    const resumed = this.resuming;
    this.link = { status: 'open', nextTry: 0, ending: null, said: '' };
    const { intent } = this;
    this.intent = null;
    if (!resumed) {
      // Who comes back by a login does not know which room that was.
      this.serverCurrent = event.back === true ? null : event.room.toLowerCase();
    }
    if (intent?.mode === 'login') {
      this.state = { ...this.state, account: intent.name };
    }
    if (intent?.mode === 'register') {
      if (event.nick.toLowerCase() === intent.name.toLowerCase()) {
        this.send(`/register ${intent.password}`);
      } else {
        this.news = [];
        this.problem(`${intent.name} is taken, so there is no account of it. You are ${event.nick}; type /register and a password to keep this name.`);
      }
    }
    if (this.state.commands.length === 0) {
      this.send('/help');
      this.send('/limits');
    }
    if (!resumed) {
      this.rejoin(event.room.toLowerCase());
    }
    const known = this.state.rooms[this.state.current];
    if (known === undefined) {
      this.state = model.show(this.state, this.address === null ? event.room.toLowerCase() : '');
    }
    this.expect('settle', { then: () => this.settle(resumed) });
  }

  /**
   * Joins the rooms that one was in before a break that was too long to resume.
   *
   * @param {string} lobby
   */
  rejoin(lobby) {
    for (const room of Object.values(this.state.rooms)) {
      if (!room.direct && room.key !== lobby && room.gone === null) {
        this.joins.set(this.send(`/join ${room.name}`), room.key);
        this.serverCurrent = room.key;
      }
    }
  }

  /** @param {boolean} resumed */
  settle(resumed) {
    this.settled = true;
    const kept = this.state.pending;
    this.state = {
      ...this.state,
      pending: kept.map((one) => {
        if (one.status === 'doubtful') {
          return { ...one, status: 'unsent', problem: 'The connection broke before this was confirmed.' };
        }
        return one.status === 'queued' && !resumed ? { ...one, status: 'unsent', problem: 'You were away for too long, so this was kept back.' } : one;
      }),
    };
    for (const one of this.state.pending) {
      if (one.status === 'queued') {
        this.transmit(one);
      }
    }
    for (const room of Object.values(this.state.rooms)) {
      if (!room.direct && !room.joined && room.gone === null) {
        this.state = model.withoutRoom(this.state, room.key);
      }
    }
    this.recount();
    this.send('/rooms');
    const { address } = this;
    this.address = null;
    if (address !== null) {
      this.visit(address);
    } else {
      this.show(this.state.current);
    }
  }

  // ---- asking

  /** @param {string} text */
  send(text) {
    this.socket?.send(text);
    return ++this.lines;
  }

  /** Makes a room the one that commands are about. @param {string} key */
  enter(key) {
    const room = this.state.rooms[key];
    if (this.serverCurrent !== key && room !== undefined && room.joined && !room.direct) {
      this.joins.set(this.send(`/join ${room.name}`), key);
      this.serverCurrent = key;
    }
  }

  /**
   * Asks for the topic, whose answer is the end of the answers before it.
   *
   * @param {Expected['kind']} kind
   * @param {Partial<Expected>} [values]
   */
  expect(kind, values = {}) {
    const lines = new Set(values.lines);
    lines.add(this.send('/topic'));
    this.expected.push({ kind, key: '', from: 0, to: 0, side: 'before', received: [], more: null, ...values, lines });
  }

  /**
   * Asks for the settings of the current room, and then does something with them.
   *
   * @param {() => void} then
   */
  askSettings(then) {
    this.act('/set');
    this.expect('probe', { then });
  }

  answered() {
    const done = this.expected.shift();
    if (done?.kind === 'history') {
      this.fill(done);
    } else if (done?.kind === 'search' && this.state.search !== null) {
      this.state = { ...this.state, search: { ...this.state.search, running: false } };
    }
    done?.then?.();
  }

  /**
   * Asks for lines that are not loaded: those before the end of a hole, or after its beginning.
   *
   * @param {string} key
   * @param {{ from: number, to: number }} hole
   * @param {'before' | 'after'} side
   * @param {() => void} [then]
   */
  load(key, hole, side, then) {
    const room = this.state.rooms[key];
    const busy = this.expected.some((one) => one.kind === 'history' && one.key === key);
    if (room === undefined || room.direct || !room.joined || (busy && then === undefined) || this.link.status !== 'open' || !this.settled) {
      return;
    }
    this.enter(key);
    const backwards = side === 'before' && this.hasBefore;
    const from = side === 'before' && !backwards ? Math.max(hole.from, hole.to - PAGE + 1) : hole.from;
    const line = this.send(backwards ? `/history before ${hole.to + 1}` : `/history after ${from - 1}`);
    this.expect('history', { key, from, to: hole.to, side: backwards ? 'before' : 'after', lines: new Set([line]), ...(then === undefined ? {} : { then }) });
    this.changed();
  }

  /** Returns whether the server's table of commands says that history can be asked for backwards. */
  get hasBefore() {
    return this.state.commands.some((one) => one.name === 'history' && one.usage.includes('before'));
  }

  /**
   * Marks what a request for history did not bring as not to be had: lines that expired, and those that one ignores.
   *
   * @param {Expected} done
   */
  fill(done) {
    const room = this.state.rooms[done.key];
    if (room === undefined) {
      return;
    }
    const { received, side, from, to, more } = done;
    const before = side === 'before';
    let low = from;
    let high = to;
    if (received.length > 0) {
      low = before ? Math.min(...received) : from;
      high = before ? to : Math.max(...received);
    } else if (more !== null) {
      low = before ? Math.min(to, more) : from;
      high = before ? to : Math.max(from, more);
    }
    const ends = received.length === 0 && more === null;
    const kind = ends && from === 1 ? 'expired' : 'skipped';
    this.state = model.withRoom(this.state, {
      ...room,
      entries: log.close(room.entries, Math.max(from, low), Math.min(to, high), kind),
    });
  }

  /** @param {string} words */
  search(words) {
    this.state = { ...this.state, search: { words, hits: [], running: true, note: '' } };
    const line = this.send(`/search ${words.replace(/\s+/gu, ' ')}`);
    this.expect('search', { lines: new Set([line]) });
    this.changed();
  }

  closeSearch() {
    this.state = { ...this.state, search: null };
    this.changed();
  }

  // ---- rooms

  /** Shows a room. @param {string} key */
  show(key) {
    const room = this.state.rooms[key];
    if (room === undefined) {
      return;
    }
    this.state = model.show(this.state, key);
    for (const text of this.news.splice(0)) {
      this.state = model.tell(this.state, text, this.ports.now());
      this.ports.speak(text);
    }
    if (this.link.status === 'open' && room.joined && !room.direct && this.settled) {
      this.enter(key);
      this.listMembers(room);
    }
    this.look();
    this.changed();
  }

  /** Asks who is in a room, unless that was asked a moment ago. @param {Room} room */
  listMembers(room) {
    const { now } = this.ports;
    if (now() - (this.listedAt.get(room.key) ?? 0) > LIST_AGE || Object.keys(room.members ?? {}).length !== room.count) {
      this.listedAt.set(room.key, now());
      this.send(`/who ${room.name}`);
    }
  }

  /** Shows a room or a line of it, joining the room if need be. @param {Address} address */
  visit(address) {
    if (address.key.startsWith('@')) {
      this.showPerson(address.key.slice(1));
      return;
    }
    const room = this.state.rooms[address.key];
    if (room === undefined || !room.joined) {
      this.joinRoom(address.key, '', () => address.offset !== null && this.jump(address.key, address.offset));
      return;
    }
    this.show(address.key);
    if (address.offset !== null) {
      this.jump(address.key, address.offset);
    }
  }

  /** @param {string} name */
  showPerson(name) {
    const key = `@${name.toLowerCase()}`;
    if (this.state.rooms[key] === undefined) {
      const spelt = Object.values(this.state.rooms).map((room) => room.members?.[name.toLowerCase()]?.nick).find((nick) => nick !== undefined);
      this.state = model.withRoom(this.state, { ...model.newRoom(spelt ?? name, true), activity: this.ports.now() });
    }
    this.show(key);
  }

  /**
   * Joins a room, or creates it.
   *
   * @param {string} name
   * @param {string} [password] the room's key
   * @param {() => void} [then]
   */
  joinRoom(name, password = '', then = undefined) {
    if (this.link.status !== 'open') {
      this.problem('You are offline. Join the room when you are back.');
      return;
    }
    const bare = name.replace(/^#/, '');
    const key = bare.toLowerCase();
    this.wanted = key;
    this.joins.set(this.send(`/join ${bare}${password === '' ? '' : ` ${password}`}`), key);
    this.serverCurrent = key;
    if (then !== undefined) {
      this.expect('probe', { then: () => this.state.rooms[key]?.joined === true && then() });
    }
    this.changed();
  }

  /** Leaves a room, or puts away what was said with a person. @param {string} key */
  leaveRoom(key) {
    const room = this.state.rooms[key];
    if (room === undefined) {
      return;
    }
    if (room.direct || !room.joined) {
      this.state = model.withoutRoom(this.state, key);
      this.show(this.state.current);
    } else {
      this.send(`/leave ${room.name}`);
    }
    this.changed();
  }

  /** Goes to a line, and loads it with those around it if need be. @param {string} key @param {number} offset */
  jump(key, offset) {
    const room = this.state.rooms[key];
    if (room === undefined || room.direct) {
      return;
    }
    if (this.state.current !== key) {
      this.show(key);
    }
    const reach = () => {
      this.target = { key, offset, at: this.ports.now() };
      this.changed();
    };
    if (offset > room.head || log.at(room.entries, offset) !== null) {
      reach();
      return;
    }
    const from = Math.max(1, offset - CONTEXT);
    const hole = log.holes(room.entries, from, room.head).find((one) => one.to >= offset);
    this.load(key, { from, to: hole?.to ?? room.head }, 'after', reach);
  }

  /** Reads the current room to its end, if it is being looked at. */
  look() {
    if (this.attentive) {
      const before = this.state;
      this.state = model.read(this.state, this.state.current);
      if (before !== this.state) {
        this.tellSeen();
      }
    }
  }

  /** Says whether the end of the current room is being looked at. @param {boolean} attentive */
  attend(attentive) {
    const before = this.state;
    this.attentive = attentive;
    this.look();
    if (before !== this.state) {
      this.changed();
    }
  }

  /** Asks what is unread: another client of one's account may have read on during a break. */
  recount() {
    for (const room of Object.values(this.state.rooms)) {
      if (room.unread > 0) {
        this.toldSeen.delete(room.epoch);
      }
    }
    this.tellSeen();
  }

  /**
   * Tells the server up to where one has read, so that one's other clients know; it answers with what is unread from
   * there, or from where one has read with those.
   */
  tellSeen() {
    if (this.cancelSeen !== null || this.state.account === '' || !this.state.commands.some((one) => one.name === 'seen')) {
      return;
    }
    this.cancelSeen = this.ports.schedule(() => {
      this.cancelSeen = null;
      for (const room of Object.values(this.state.rooms)) {
        const told = this.toldSeen.get(room.epoch) ?? -1;
        if (!room.direct && room.joined && room.seen > told && this.link.status === 'open') {
          this.toldSeen.set(room.epoch, room.seen);
          this.send(`/seen ${room.name} ${room.seen}`);
        }
      }
    }, SEEN_DELAY);
  }

  // ---- saying

  /**
   * Carries out what was typed in a room.
   *
   * @param {string} key
   * @param {string} typed
   * @returns {{ taken: boolean, open: '' | 'rooms' | 'members' | 'help' | 'search' }} whether the composer is to be
   *     emptied, and what is to be opened
   */
  submit(key, typed) {
    const parsed = parseDraft(typed);
    this.state = { ...this.state, problem: null };
    switch (parsed.type) {
      case 'empty':
        return { taken: false, open: '' };
      case 'refused':
        this.problem(parsed.text);
        return { taken: false, open: '' };
      case 'say':
        this.say(key, parsed.text);
        return { taken: true, open: '' };
      default:
        return this.command(key, parsed.name, parsed.line);
    }
  }

  /** @param {string} text */
  problem(text) {
    this.state = { ...this.state, problem: { key: this.state.current, text } };
    this.changed();
  }

  /** @param {string} key @param {string} text */
  say(key, text) {
    const ref = `${this.mark}-${++this.refs}`;
    /** @type {import('./state.js').Pending} */
    const pending = { ref, key, text, status: 'queued', problem: '' };
    const room = this.state.rooms[key];
    this.state = { ...this.state, pending: [...this.state.pending, pending] };
    if (room !== undefined) {
      this.state = model.withRoom(this.state, { ...room, unreadAfter: null });
    }
    if (this.link.status === 'open' && this.settled) {
      this.transmit(pending);
    }
    this.changed();
  }

  /** @param {import('./state.js').Pending} pending */
  transmit(pending) {
    const room = this.state.rooms[pending.key];
    const key = room === undefined ? pending.key : (room.direct ? '@' : '') + room.name;
    this.state = { ...this.state, pending: this.state.pending.map((one) => (one.ref === pending.ref ? { ...one, status: 'sending', problem: '' } : one)) };
    this.send(toMessage(key, pending.text, pending.ref));
    this.watchReceipts();
  }

  /** Takes the connection for lost if what was sent is not confirmed for long. */
  watchReceipts() {
    this.cancelReceipt?.();
    this.cancelReceipt = this.state.pending.some((one) => one.status === 'sending')
      ? this.ports.schedule(() => this.lost(), RECEIPT_WAIT)
      : null;
  }

  /** Sends something again that was not confirmed or was refused. @param {string} ref */
  resend(ref) {
    const one = this.state.pending.find((pending) => pending.ref === ref);
    if (one === undefined) {
      return;
    }
    this.discard(ref);
    this.say(one.key, one.text);
  }

  /** @param {string} ref */
  discard(ref) {
    this.state = { ...this.state, pending: this.state.pending.filter((one) => one.ref !== ref) };
    this.changed();
  }

  /**
   * @param {string} key
   * @param {string} name
   * @param {string} line
   * @returns {ReturnType<Client['submit']>}
   */
  command(key, name, line) {
    const rest = line.slice(name.length + 1).trim();
    const room = this.state.rooms[key];
    const done = /** @type {const} */ ({ taken: true, open: '' });
    const opens = this.opens(name, rest);
    if (opens !== '') {
      return { taken: true, open: opens };
    }
    if (this.link.status !== 'open') {
      this.problem('You are offline. A message is kept until you are back; a command is not.');
      return { taken: false, open: '' };
    }
    if (FIXED.has(name)) {
      this.problem(`/${name} is for programs and terminals. This page has it as it needs it.`);
      return { taken: false, open: '' };
    }
    const [first, ...others] = rest.split(/\s+/u);
    switch (name) {
      case 'history': {
        const line = parseHash(rest);
        if (line !== null && line.offset !== null) {
          this.visit(line);
        } else {
          this.problem('Scroll up to see what was said before.');
        }
        return done;
      }
      case 'search':
        this.search(rest);
        return { taken: true, open: 'search' };
      case 'join':
        this.joinRoom(first, others.join(' '));
        return done;
      case 'leave':
        this.leaveRoom(rest === '' ? key : rest.replace(/^#/, '').toLowerCase());
        return done;
      case 'msg': {
        const text = rest.slice(first.length).trim();
        this.showPerson(first);
        if (text !== '') {
          this.say(`@${first.toLowerCase()}`, text);
        }
        return done;
      }
      default:
        break;
    }
    if (IN_ROOM.has(name)) {
      if (room === undefined || room.direct) {
        this.problem(`/${name} is about a room. Choose one first.`);
        return { taken: false, open: '' };
      }
      if (name === 'topic' && rest === '') {
        this.problem(room.topic === '' ? `#${room.name} has no topic.` : `The topic of #${room.name} is: ${room.topic}`);
        return done;
      }
      this.enter(key);
    }
    this.send(line);
    this.changed();
    return done;
  }

  /**
   * @param {string} name
   * @param {string} rest
   * @returns {'' | 'rooms' | 'members' | 'help' | 'search'}
   */
  opens(name, rest) {
    if (name === 'rooms') {
      this.refreshRooms();
      return 'rooms';
    }
    if (name === 'who' && rest === '') {
      return 'members';
    }
    return name === 'help' && rest === '' ? 'help' : name === 'search' && rest === '' ? 'search' : '';
  }

  refreshRooms() {
    if (this.link.status === 'open') {
      this.send('/rooms');
    }
  }

  /** Carries out a command about the room that is shown, from a menu. @param {string} line */
  act(line) {
    const parsed = parseDraft(line);
    if (parsed.type === 'command') {
      this.command(this.state.current, parsed.name, parsed.line);
    }
  }
}

/**
 * Notes which lines a request for history brought, and where the server says that it goes on.
 *
 * @param {Expected} request
 * @param {ServerObject} event
 */
function collect(request, event) {
  if (typeof event.offset === 'number' && event.replay === true && event.room.toLowerCase() === request.key) {
    request.received.push(event.offset);
  } else if (event.type === 'notice' && event.scope === undefined) {
    const more = /\/history (?:before|after) (\d+)/.exec(String(event.text));
    request.more = more === null ? request.more : Number(more[1]);
  }
}

/** @param {string | null} text @returns {Room[]} */
function readRooms(text) {
  try {
    return JSON.parse(text ?? '[]').map(model.restored);
  } catch {
    return [];
  }
}

/**
 * @param {string | null} text
 * @returns {{ token: string, nick: string, account: string, rooms: Room[], current: string, pending: import('./state.js').Pending[] } | null}
 */
function readSession(text) {
  try {
    const saved = JSON.parse(text ?? 'null');
    if (saved === null || typeof saved.token !== 'string' || saved.token === '' || typeof saved.nick !== 'string') {
      return null;
    }
    /** @type {import('./state.js').Pending[]} */
    const pending = saved.pending;
    return { ...saved, rooms: saved.rooms.map(model.restored), pending: pending.map((one) => (one.status === 'sending' ? { ...one, status: 'doubtful' } : one)) };
  } catch {
    return null;
  }
}
