// What the page knows, and how each object from the server changes it. Nothing here knows the browser.

import { parseHelp } from './completion.js';
import * as log from './log.js';
import { mentions } from './text.js';

/** @typedef {import('./log.js').Entry} Entry */
/** @typedef {import('./draft.js').CommandSyntax} CommandSyntax */
/** @typedef {{ nick: string, role: string, away: string }} Member */
/** @typedef {{ how: string, by: string, reason: string, until: string, text: string }} Gone */

/**
 * @typedef {object} Room A room, or what is said with one person.
 * @property {string} key its name in lower case; with @ before it for a person
 * @property {string} name
 * @property {boolean} direct whether it is a person
 * @property {boolean} joined
 * @property {Gone | null} gone why one is in it no more
 * @property {string} topic
 * @property {string} epoch
 * @property {readonly Entry[]} entries
 * @property {number} head the newest offset
 * @property {boolean} whole whether there is nothing before the first entry
 * @property {number} seen the offset up to which one has read
 * @property {boolean} guessed whether that is only where one came in
 * @property {number} counted the offset up to which lines are counted, as unread or not
 * @property {number} unread
 * @property {number} mentions
 * @property {number | null} unreadAfter the offset that the unread line is under
 * @property {number} activity when something was said last
 * @property {Readonly<Record<string, Member>> | null} members by their names in lower case
 * @property {number} count how many there are
 * @property {Readonly<Record<string, unknown>>} settings
 */

/**
 * @typedef {object} Pending What was written here and has no receipt yet.
 * @property {string} ref
 * @property {string} key
 * @property {string} text
 * @property {'queued' | 'sending' | 'doubtful' | 'unsent'} status queued: to be sent; doubtful: sent, but the connection
 *     broke before the receipt; unsent: refused, or kept back
 * @property {string} problem why it was refused
 */

/** @typedef {{ key: string, name: string, offset: number, at: number, from: string, text: string, kind: string }} Hit */
/** @typedef {{ words: string, hits: readonly Hit[], running: boolean, note: string }} Search */
/** @typedef {{ name: string, members: number, topic: string }} ListedRoom */

/**
 * @typedef {object} State
 * @property {string} server the server's name
 * @property {string} nick one's name, empty before arrival
 * @property {string} account the account that one is logged in to
 * @property {string} current the key of the room that is shown
 * @property {Readonly<Record<string, Room>>} rooms
 * @property {readonly ListedRoom[]} listed the rooms of the server
 * @property {readonly Pending[]} pending
 * @property {readonly CommandSyntax[]} commands
 * @property {number} lineBytes the longest line; 0 for no limit
 * @property {Search | null} search
 * @property {readonly string[]} ignored
 * @property {{ key: string, text: string } | null} problem what was refused last
 */

/**
 * @typedef {{ type: 'token', token: string }
 *   | { type: 'said', key: string, from: string, text: string, kind: string, mention: boolean, own: boolean }
 *   | { type: 'told', text: string }
 *   | { type: 'moved', from: string, to: string }
 *   | { type: 'left', key: string }} Effect What is to be done outside of the state.
 */

/** @typedef {Record<string, any> & { type: string }} ServerObject */
/** @typedef {{ now: number, attentive: boolean, quiet: boolean }} Context `attentive`: the end of the current room is being looked at. `quiet`: notices answer the page itself. */

/** Of the room that commands are about, which this page chooses itself. */
const ABOUT_CURRENT = /^You (?:speak in no room now|are in no room)\b/;

/** How many of the lines that were said with one person outlive a reload of the page. */
const KEPT = 200;

const OUTCOMES = new Set(['kicked', 'removed', 'banned', 'dropped']);

/** @returns {State} */
export function initial() {
  return {
    server: 'parley',
    nick: '',
    account: '',
    current: '',
    rooms: {},
    listed: [],
    pending: [],
    commands: [],
    lineBytes: 4096,
    search: null,
    ignored: [],
    problem: null,
  };
}

/**
 * @param {string} name
 * @param {boolean} direct
 * @returns {Room}
 */
export function newRoom(name, direct) {
  return {
    key: (direct ? '@' : '') + name.toLowerCase(),
    name,
    direct,
    joined: direct,
    gone: null,
    topic: '',
    epoch: '',
    entries: [],
    head: 0,
    whole: direct,
    seen: 0,
    guessed: true,
    counted: 0,
    unread: 0,
    mentions: 0,
    unreadAfter: null,
    activity: 0,
    members: null,
    count: 0,
    settings: {},
  };
}

/**
 * Returns what is to be known of a room when the page is loaded again: how far one has read, and what was said with a
 * person, which nobody else keeps.
 *
 * @param {Room} room
 */
export function kept(room) {
  const { name, direct, epoch, seen, guessed, counted, unread, mentions, unreadAfter, activity } = room;
  const said = direct ? room.entries.filter(log.isSaid).slice(-KEPT).map(({ at, from, text }) => ({ at, from, text })) : [];
  return { name, direct, epoch, seen, guessed, counted, unread, mentions, unreadAfter, activity, said };
}

/**
 * Returns a room of which that is known.
 *
 * @param {ReturnType<typeof kept>} one
 * @returns {Room}
 */
export function restored(one) {
  const { said, ...known } = one;
  const entries = said.map((line, index) => log.entry({ kind: 'message', pos: index + 1, first: index + 1, ...line, live: true }));
  const room = { ...newRoom(one.name, one.direct), ...known, entries, head: entries.length };
  const read = entries.length - one.unread;
  return one.direct ? { ...room, seen: read, unreadAfter: one.unread > 0 ? read : null } : room;
}

/**
 * @param {State} state
 * @param {Room} room
 * @returns {State}
 */
export function withRoom(state, room) {
  return { ...state, rooms: { ...state.rooms, [room.key]: room } };
}

/**
 * @param {State} state
 * @param {string} key
 * @returns {State}
 */
export function withoutRoom(state, key) {
  const rooms = { ...state.rooms };
  delete rooms[key];
  const next = { ...state, rooms };
  return state.current === key ? { ...next, current: byActivity(next)[0]?.key ?? '' } : next;
}

/**
 * Returns the rooms, those in which something was said last first.
 *
 * @param {State} state
 */
export function byActivity(state) {
  return Object.values(state.rooms).sort((one, other) => other.activity - one.activity || one.key.localeCompare(other.key));
}

/**
 * Returns the state after an object from the server, and what is to be done besides.
 *
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @returns {{ state: State, effects: Effect[] }}
 */
export function receive(state, event, context) {
  /** @type {Effect[]} */
  const effects = [];
  const next = apply(state, event, context, effects);
  return { state: next, effects };
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @param {Effect[]} effects
 * @returns {State}
 */
function apply(state, event, context, effects) {
  switch (event.type) {
    case 'welcome':
      return welcomed(state, event, context, effects);
    case 'message':
    case 'emote':
      return event.found === true ? found(state, event) : line(state, event, context, effects);
    case 'topic':
      if (event.found === true) {
        return found(state, event);
      }
      return event.offset === undefined
        ? changeRoom(state, event.room, (room) => ({ ...room, topic: event.text }))
        : line(state, event, context, effects);
    case 'private':
      return privately(state, event, context, effects);
    case 'joined':
      return joined(state, event, context);
    case 'left':
      return event.you === true ? youLeft(state, event, effects) : left(state, event, context);
    case 'renamed':
      return renamed(state, event, context);
    case 'room_renamed':
      return roomRenamed(state, event, context, effects);
    case 'away':
      return everyMember(state, event.nick, (member) => ({ ...member, away: event.text ?? '' }));
    case 'role':
      return changeRoom(state, event.room, (room) =>
        member(room, event.nick, (one) => ({ ...one, role: event.role === 'member' ? '' : (event.role ?? '') })));
    case 'settings':
      return changeRoom(state, event.room, (room) => ({ ...room, settings: settingsOf(event) }));
    case 'unread':
      return changeRoom(state, event.room, (room) => unread(room, event, state.current === room.key && context.attentive));
    case 'redacted':
      return redacted(state, event);
    case 'renewed':
      return changeRoom(state, event.room, (room) => renewed(room, event, context.now));
    case 'gap':
      return changeRoom(state, event.room, (room) => gap(room, event));
    case 'notice':
      return notice(state, event, context, effects);
    case 'refused':
      return refused(state, event);
    default:
      return state;
  }
}

/**
 * @param {State} state
 * @param {unknown} name
 * @param {(room: Room) => Room} change
 * @returns {State}
 */
function changeRoom(state, name, change) {
  const room = typeof name === 'string' ? state.rooms[name.toLowerCase()] : undefined;
  return room === undefined ? state : withRoom(state, change(room));
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @param {Effect[]} effects
 * @returns {State}
 */
function welcomed(state, event, context, effects) {
  if (typeof event.resume === 'string') {
    effects.push({ type: 'token', token: event.resume });
  }
  const key = event.room.toLowerCase();
  const former = Object.values(state.rooms).find((one) => one.epoch === event.epoch && one.epoch !== '' && one.key !== key);
  if (former !== undefined) { // It was renamed meanwhile.
    return welcomed(moved(state, former, event.room, effects), event, context, effects);
  }
  const known = state.rooms[key];
  const same = known !== undefined && known.epoch === event.epoch;
  const room = same ? known : { ...newRoom(event.room, false), epoch: event.epoch, head: event.offset, seen: event.offset, counted: event.offset, whole: event.offset === 0, activity: known?.activity ?? 0 };
  /** @type {Record<string, Member>} */
  const members = same && known.members !== null ? { ...known.members } : {};
  for (const nick of [event.nick, ...event.others]) {
    members[nick.toLowerCase()] ??= { nick, role: '', away: '' };
  }
  return withRoom(
    { ...state, nick: event.nick },
    {
      ...room,
      name: event.room,
      joined: true,
      gone: null,
      topic: event.topic,
      head: Math.max(room.head, event.offset),
      count: event.members,
      members,
      activity: room.activity === 0 ? context.now - 1 : room.activity,
    },
  );
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @param {Effect[]} effects
 * @returns {State}
 */
function line(state, event, context, effects) {
  const room = state.rooms[event.room.toLowerCase()];
  const pending = withoutReceived(state, event);
  if (room === undefined || (room.epoch !== '' && event.epoch !== room.epoch)) {
    return { ...state, pending };
  }
  const own = ownNames(state.nick, state.account).includes(event.from);
  const live = event.replay !== true;
  const time = Date.parse(event.at);
  const added = log.entry({
    kind: event.type === 'topic' ? 'topic' : event.type === 'emote' ? 'emote' : 'message',
    pos: event.offset,
    first: event.offset,
    at: time,
    from: event.from ?? '',
    text: event.text ?? '',
    redacted: event.redacted === true,
    live,
  });
  const entries = log.insert(room.entries, added);
  if (entries === room.entries) {
    return { ...state, pending };
  }
  const newest = event.offset > room.head;
  let next = {
    ...room,
    entries,
    epoch: event.epoch,
    head: Math.max(room.head, event.offset),
    counted: Math.max(room.counted, event.offset),
    whole: room.whole || event.offset === 1,
    activity: Math.max(room.activity, time),
    topic: event.type === 'topic' && newest ? event.text ?? '' : room.topic,
  };
  const missed = event.offset > Math.max(room.seen, room.counted) && log.isSaid(added) && !added.redacted;
  if (own && missed && live) {
    next = { ...next, seen: event.offset, unread: 0, mentions: 0, unreadAfter: null };
  } else if (missed && !own) {
    next = counted(next, state, added, context);
  }
  if (live && log.isSaid(added)) {
    effects.push({ type: 'said', key: room.key, from: added.from, text: added.text, kind: added.kind, mention: !own && mentions(added.text, ownNames(state.nick, state.account)), own });
  }
  return withRoom({ ...state, pending }, next);
}

/**
 * Counts a line that one has not read, unless its room is being looked at. There, the unread line stands before what
 * was missed during a break.
 *
 * @param {Room} room
 * @param {State} state
 * @param {Entry} added
 * @param {Context} context
 * @returns {Room}
 */
function counted(room, state, added, context) {
  if (context.attentive && state.current === room.key) {
    const missed = !added.live && room.unreadAfter === null;
    return { ...room, seen: Math.max(room.seen, added.pos), unreadAfter: missed ? room.seen : room.unreadAfter };
  }
  return {
    ...room,
    unread: room.unread + 1,
    mentions: room.mentions + (room.direct || mentions(added.text, ownNames(state.nick, state.account)) ? 1 : 0),
    unreadAfter: room.unreadAfter ?? room.seen,
  };
}

/**
 * Returns what is pending without the line that came back: by its mark, or, if the connection broke before, by its
 * text.
 *
 * @param {State} state
 * @param {ServerObject} event
 */
function withoutReceived(state, event) {
  if (state.pending.length === 0) {
    return state.pending;
  }
  const key = event.type === 'private' ? `@${event.to.toLowerCase()}` : event.room.toLowerCase();
  const index =
    event.ref !== undefined
      ? state.pending.findIndex((one) => one.ref === event.ref)
      : event.from === state.nick
        ? state.pending.findIndex((one) => one.status === 'doubtful' && one.key === key && sameText(one.text, event.text))
        : -1;
  return index < 0 ? state.pending : state.pending.toSpliced(index, 1);
}

/**
 * Compares what was written with what was stored, from which the server removed what cannot be seen.
 *
 * @param {string} one
 * @param {unknown} other
 */
function sameText(one, other) {
  const clean = (/** @type {string} */ text) => text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return typeof other === 'string' && clean(one) === clean(other);
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @param {Effect[]} effects
 * @returns {State}
 */
function privately(state, event, context, effects) {
  const own = event.from.toLowerCase() === state.nick.toLowerCase();
  const peer = own ? event.to : event.from;
  const pending = withoutReceived(state, event);
  const room = state.rooms[`@${peer.toLowerCase()}`] ?? newRoom(peer, true);
  const time = Date.parse(event.at);
  const last = room.entries.at(-1);
  if (own && event.to === event.from && last !== undefined && last.at === time && last.text === event.text) {
    return { ...state, pending };
  }
  const pos = room.head + 1;
  const added = log.entry({ kind: 'message', pos, first: pos, at: time, from: event.from, text: event.text, live: true });
  const grown = { ...room, name: peer, entries: log.insert(room.entries, added), head: pos, activity: Math.max(time, room.activity) };
  let next = own ? { ...grown, seen: pos, unread: 0, mentions: 0, unreadAfter: null } : counted(grown, state, added, context);
  if (own && typeof event.away === 'string') {
    next = noted(next, `${peer} is away: ${event.away}`, context.now);
  }
  effects.push({ type: 'said', key: room.key, from: event.from, text: event.text, kind: 'private', mention: !own, own });
  return withRoom({ ...state, pending }, next);
}

/**
 * Adds a notice at the end of a log.
 *
 * @param {Room} room
 * @param {string} text
 * @param {number} now
 * @param {string} [from]
 * @returns {Room}
 */
export function noted(room, text, now, from = '') {
  return { ...room, entries: log.insert(room.entries, log.entry({ kind: 'notice', pos: room.head, seq: nextSeq(room), at: now, text, from, live: true })) };
}

/** @param {Room} room */
function nextSeq(room) {
  const last = room.entries.at(-1);
  return last !== undefined && last.pos === room.head ? last.seq + 1 : 1;
}

/**
 * Adds who came or went at the end of a log, to those before if nothing was said since.
 *
 * @param {Room} room
 * @param {import('./log.js').Presence} presence
 * @param {boolean} counted whether a summary tells it
 * @param {number} now
 * @returns {Room}
 */
function passed(room, presence, counted, now) {
  if (counted) {
    return room;
  }
  const last = room.entries.at(-1);
  if (last !== undefined && last.kind === 'presence' && last.people.length < 50 && !OUTCOMES.has(presence.how)) {
    return { ...room, entries: log.replace(room.entries, { ...last, people: [...last.people, presence], at: now }) };
  }
  return { ...room, entries: log.insert(room.entries, log.entry({ kind: 'presence', pos: room.head, seq: nextSeq(room), at: now, people: [presence], live: true })) };
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @returns {State}
 */
function joined(state, event, context) {
  return changeRoom(state, event.room, (room) => {
    const one = { nick: event.nick, role: event.role ?? '', away: event.away ?? '' };
    const members = room.members === null ? null : { ...room.members, [event.nick.toLowerCase()]: one };
    return passed({ ...room, members, count: event.members }, { nick: event.nick, did: 'joined', how: '', by: '', reason: '' }, event.counted === true, context.now);
  });
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @returns {State}
 */
function left(state, event, context) {
  return changeRoom(state, event.room, (room) => {
    const members = room.members === null ? null : { ...room.members };
    delete members?.[event.nick.toLowerCase()];
    return passed({ ...room, members, count: event.members }, { nick: event.nick, did: 'left', how: event.how, by: event.by ?? '', reason: event.reason ?? '' }, event.counted === true, context.now);
  });
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Effect[]} effects
 * @returns {State}
 */
function youLeft(state, event, effects) {
  const key = event.room.toLowerCase();
  effects.push({ type: 'left', key });
  if (event.how === 'left') {
    return withoutRoom(state, key);
  }
  const gone = { how: event.how, by: event.by ?? '', reason: event.reason ?? '', until: event.until ?? '', text: event.text ?? '' };
  return changeRoom(state, event.room, (room) => ({ ...room, joined: false, gone, members: null }));
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @returns {State}
 */
function renamed(state, event, context) {
  const own = event.you === true || event.from === state.nick;
  /** @type {Record<string, Room>} */
  const rooms = {};
  for (const room of Object.values(state.rooms)) {
    const isPeer = room.direct && room.name.toLowerCase() === event.from.toLowerCase();
    const one = room.members?.[event.from.toLowerCase()];
    let next = room;
    if (one !== undefined) {
      const members = { ...room.members };
      delete members[event.from.toLowerCase()];
      next = { ...room, members: { ...members, [event.to.toLowerCase()]: { ...one, nick: event.to } } };
    }
    if (isPeer) {
      next = { ...next, name: event.to, key: `@${event.to.toLowerCase()}` };
    }
    if (isPeer || (one !== undefined && !room.direct)) {
      next = noted(next, own ? `You are ${event.to} now.` : `${event.from} is now ${event.to}`, context.now);
    }
    if (rooms[next.key] === undefined || isPeer) {
      rooms[next.key] = next;
    }
  }
  const moved = `@${event.from.toLowerCase()}`;
  const current = state.current === moved && rooms[moved] === undefined ? `@${event.to.toLowerCase()}` : state.current;
  return { ...state, rooms, current, nick: own ? event.to : state.nick };
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @param {Effect[]} effects
 * @returns {State}
 */
function roomRenamed(state, event, context, effects) {
  const room = state.rooms[event.room.toLowerCase()];
  if (room === undefined || room.epoch !== event.epoch) {
    return state;
  }
  const by = event.by === undefined ? '' : ` by ${event.by}`;
  const reason = event.reason === undefined ? '' : `: ${event.reason}`;
  const next = moved(state, room, event.to, effects);
  return changeRoom(next, event.to, (one) => noted(one, `#${event.room} was renamed to #${event.to}${by}${reason}`, context.now));
}

/**
 * Gives a room another name, by which it is found from now on.
 *
 * @param {State} state
 * @param {Room} room
 * @param {string} name
 * @param {Effect[]} effects
 * @returns {State}
 */
function moved(state, room, name, effects) {
  const from = room.key;
  const to = name.toLowerCase();
  if (from !== to) {
    effects.push({ type: 'moved', from, to });
  }
  const { [from]: _, ...rooms } = state.rooms;
  /** @template {{ key: string }} T @param {T} one @returns {T} */
  const follow = (one) => (one.key === from ? { ...one, key: to } : one);
  return {
    ...state,
    rooms: { ...rooms, [to]: { ...room, key: to, name } },
    current: state.current === from ? to : state.current,
    pending: state.pending.map(follow),
    search: state.search && { ...state.search, hits: state.search.hits.map((hit) => (hit.key === from ? { ...hit, key: to, name } : hit)) },
    problem: state.problem && follow(state.problem),
  };
}

/**
 * @param {State} state
 * @param {string} nick
 * @param {(member: Member) => Member} change
 * @returns {State}
 */
function everyMember(state, nick, change) {
  return Object.values(state.rooms).reduce(
    (all, room) => (room.members?.[nick.toLowerCase()] === undefined ? all : withRoom(all, member(room, nick, change))),
    state,
  );
}

/**
 * @param {Room} room
 * @param {string} nick
 * @param {(member: Member) => Member} change
 * @returns {Room}
 */
function member(room, nick, change) {
  const one = room.members?.[nick.toLowerCase()];
  return one === undefined ? room : { ...room, members: { ...room.members, [nick.toLowerCase()]: change(one) } };
}

/** @param {ServerObject} event */
function settingsOf(event) {
  const { type, room, by, text, ...settings } = event;
  return settings;
}

/**
 * Takes over up to where one has read, as another client of one's account or the time before this page says it.
 *
 * @param {Room} room
 * @param {ServerObject} event
 * @param {boolean} looking whether the end of the room is being looked at
 * @returns {Room}
 */
function unread(room, event, looking) {
  if (event.epoch !== room.epoch || (!room.guessed && event.seen < room.seen)) {
    return room;
  }
  const after = event.unread > 0 ? event.seen : null;
  return looking
    ? { ...room, guessed: false, seen: Math.max(room.seen, event.seen), unreadAfter: room.guessed ? after : room.unreadAfter }
    : { ...room, guessed: false, seen: event.seen, counted: room.head, unread: event.unread, mentions: event.mentions, unreadAfter: after };
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @returns {State}
 */
function redacted(state, event) {
  const key = event.room.toLowerCase();
  const search = state.search && { ...state.search, hits: state.search.hits.filter((hit) => hit.key !== key || hit.offset !== event.offset) };
  return changeRoom({ ...state, search }, event.room, (room) => {
    const one = room.epoch === event.epoch ? log.at(room.entries, event.offset) : null;
    return one === null || one.seq !== 0 || one.pos !== event.offset
      ? room
      : { ...room, entries: log.replace(room.entries, { ...one, text: '', redacted: true }) };
  });
}

/**
 * Goes on in a new epoch, without the lines that are lost.
 *
 * @param {Room} room
 * @param {ServerObject} event
 * @param {number} now
 * @returns {Room}
 */
function renewed(room, event, now) {
  const head = event.offset;
  const entries = room.entries.slice(0, log.indexOf(room.entries, head + 1));
  const { epoch } = event;
  const seen = Math.min(room.seen, head);
  return noted({ ...room, epoch, entries, head, seen, counted: Math.min(room.counted, head), unreadAfter: null }, event.text, now);
}

/**
 * @param {Room} room
 * @param {ServerObject} event
 * @returns {Room}
 */
function gap(room, event) {
  if (room.epoch !== event.epoch || !(event.expired > 0)) {
    return room;
  }
  return { ...room, entries: log.close(room.entries, event.from, event.from + event.expired - 1, 'expired') };
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @returns {State}
 */
function found(state, event) {
  if (state.search === null || event.text === undefined) {
    return state;
  }
  const hit = { key: event.room.toLowerCase(), name: event.room, offset: event.offset, at: Date.parse(event.at), from: event.from, text: event.text, kind: event.type };
  return { ...state, search: { ...state.search, hits: [...state.search.hits, hit] } };
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @param {Context} context
 * @param {Effect[]} effects
 * @returns {State}
 */
function notice(state, event, context, effects) {
  const text = String(event.text ?? '');
  const commands = parseHelp(text);
  if (commands !== null) {
    return commands.length > 1 ? { ...state, commands } : told(state, text, context, effects);
  }
  if (text.startsWith('line-bytes ')) {
    return { ...state, lineBytes: Number(/^line-bytes (\d+)/.exec(text)?.[1] ?? 0) };
  }
  if (Array.isArray(event.rooms)) {
    return { ...state, listed: event.rooms };
  }
  if (Array.isArray(event.members)) {
    return listedMembers(state, event);
  }
  if (Array.isArray(event.ignored)) {
    return told({ ...state, ignored: event.ignored }, text, context, effects);
  }
  if (typeof event.login === 'string') {
    return told({ ...state, account: event.login, nick: event.nick ?? state.nick }, text, context, effects);
  }
  if (typeof event.slowModeSeconds === 'number') {
    const known = changeRoom(state, event.room, (room) => ({ ...room, settings: settingsOf(event) }));
    return context.quiet ? known : told(known, text, context, effects);
  }
  if (event.scope === 'everyone') {
    effects.push({ type: 'told', text: `Announcement: ${text}` });
    return Object.keys(state.rooms).reduce((all, key) => withRoom(all, noted(all.rooms[key], text, context.now, 'announcement')), state);
  }
  if (event.scope === 'you') {
    effects.push({ type: 'told', text });
    return changeRoom(state, state.current, (room) => noted(room, text, context.now, 'operator'));
  }
  if (typeof event.room === 'string' && state.rooms[event.room.toLowerCase()] !== undefined) {
    return changeRoom(state, event.room, (room) =>
      noted({ ...room, count: typeof event.members === 'number' ? event.members : room.count }, text, context.now));
  }
  const server = context.quiet ? /^Welcome to (.+?)\. /.exec(text) : null;
  if (server !== null) {
    return { ...state, server: server[1] };
  }
  if (ABOUT_CURRENT.test(text)) {
    return state;
  }
  return context.quiet && event.room === undefined && event.target === undefined ? state : told(state, text, context, effects);
}

/**
 * @param {State} state
 * @param {string} text
 * @param {Context} context
 * @param {Effect[]} effects
 * @returns {State}
 */
function told(state, text, context, effects) {
  effects.push({ type: 'told', text });
  return tell(state, text, context.now);
}

/**
 * Adds a notice to the room that is shown.
 *
 * @param {State} state
 * @param {string} text
 * @param {number} now
 * @returns {State}
 */
export function tell(state, text, now) {
  return changeRoom(state, state.current, (room) => noted(room, text, now));
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @returns {State}
 */
function listedMembers(state, event) {
  return changeRoom(state, event.room, (room) => {
    /** @type {Record<string, Member>} */
    const members = {};
    for (const one of event.members) {
      members[one.nick.toLowerCase()] = { nick: one.nick, role: one.role ?? '', away: one.away ?? '' };
    }
    return { ...room, members, count: Math.max(event.members.length, Number.parseInt(event.text, 10) || 0) };
  });
}

/**
 * @param {State} state
 * @param {ServerObject} event
 * @returns {State}
 */
function refused(state, event) {
  const index = state.pending.findIndex((one) => one.ref === event.ref);
  if (event.ref !== undefined && index >= 0) {
    return { ...state, pending: state.pending.with(index, { ...state.pending[index], status: 'unsent', problem: event.text }) };
  }
  return state.nick === '' ? state : { ...state, problem: { key: state.current, text: event.text } };
}

/**
 * Returns the state with a room shown. The unread line of the room that was shown is taken away.
 *
 * @param {State} state
 * @param {string} key
 * @returns {State}
 */
export function show(state, key) {
  const before = state.rooms[state.current];
  const cleared = before === undefined || before.key === key || before.unread > 0 ? state : withRoom(state, { ...before, unreadAfter: null });
  return { ...cleared, current: key, problem: null };
}

/**
 * Returns the state with a room read to its end.
 *
 * @param {State} state
 * @param {string} key
 * @returns {State} the same if there was nothing to read
 */
export function read(state, key) {
  const room = state.rooms[key];
  if (room === undefined || (room.unread === 0 && room.mentions === 0 && room.seen >= room.head)) {
    return state;
  }
  return withRoom(state, { ...room, seen: Math.max(room.seen, room.head), unread: 0, mentions: 0 });
}

/**
 * Returns the state after the connection broke: what was sent and has no receipt is in doubt.
 *
 * @param {State} state
 * @returns {State}
 */
export function broken(state) {
  return { ...state, pending: state.pending.map((one) => (one.status === 'sending' ? { ...one, status: 'doubtful' } : one)) };
}

/**
 * Returns one's names: the one that one has here, and that of one's account, with which one may be here once more.
 *
 * @param {string} nick
 * @param {string} account
 */
export function ownNames(nick, account) {
  return account === '' || account === nick ? [nick] : [nick, account];
}

/**
 * Returns one's role in a room.
 *
 * @param {State} state
 * @param {Room | undefined} room
 */
export function ownRole(state, room) {
  return room?.members?.[state.nick.toLowerCase()]?.role ?? '';
}

const RANKS = ['', 'voice', 'moderator', 'owner', 'admin'];

/**
 * Tells whether one can act on another in a room.
 *
 * @param {string} own
 * @param {string} other
 */
export function outranks(own, other) {
  return RANKS.indexOf(own) >= 2 && RANKS.indexOf(own) > RANKS.indexOf(other);
}

/**
 * Tells whether one moderates a room.
 *
 * @param {State} state
 * @param {Room} room
 */
export function moderates(state, room) {
  return outranks(ownRole(state, room), '');
}

/**
 * Tells whether one can change the settings of a room.
 *
 * @param {State} state
 * @param {Room} room
 */
export function owns(state, room) {
  return RANKS.indexOf(ownRole(state, room)) >= RANKS.indexOf('owner');
}

/**
 * Counts what is unread in all rooms that are not muted.
 *
 * @param {State} state
 * @param {ReadonlySet<string>} muted
 */
export function unreadTotal(state, muted) {
  return Object.values(state.rooms).reduce((sum, room) => sum + (muted.has(room.key) ? room.mentions : room.unread), 0);
}
