// Shows the log of a room. Only a part of it is in the DOM: what is far from the view leaves it.

import { Component, createRef } from 'preact';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icons.js';
import * as format from './format.js';
import * as log from './log.js';
import { initial } from './sidebar.js';
import { ownNames } from './state.js';
import { parse } from './text.js';
import { Still } from './ui.js';

/** @typedef {import('./log.js').Entry} Entry */
/** @typedef {import('./state.js').Room} Room */
/** @typedef {{ pos: number, seq: number }} Place */

/**
 * @typedef {object} Props
 * @property {Room} room
 * @property {string} nick
 * @property {string} account
 * @property {readonly import('./state.js').Pending[]} pending what is not confirmed yet
 * @property {{ key: string, offset: number, at: number } | null} target the line to go to
 * @property {boolean} settled whether history may be asked for
 * @property {(hole: { from: number, to: number }, side: 'before' | 'after') => void} onLoad
 * @property {(end: boolean) => void} onEnd tells whether the end of the log is in view
 * @property {(event: Event, entry: Entry) => void} onLine opens the menu of a line
 * @property {(event: Event, nick: string) => void} onPerson
 * @property {(key: string, offset: number | null) => void} onVisit
 * @property {() => void} onCopyRoom
 * @property {(ref: string) => void} onResend
 * @property {(ref: string) => void} onDiscard
 */

/** How many entries are in the DOM while one follows; how many are added at an edge, and how many there are at most. */
const SHOWN = 120;
const STEP = 80;
const MOST = 320;
/** From which distance to an edge more is shown or loaded, in pixels. */
const EDGE = 700;
const AT_END = 32;

/** @extends {Component<Props, { start: Place | null, end: Place | null, follow: boolean, active: string }>} */
export class LogView extends Component {
  /** @param {Props} props */
  constructor(props) {
    super(props);
    this.scroller = /** @type {import('preact').RefObject<HTMLDivElement>} */ (createRef());
    /** @type {ResizeObserver | null} */
    this.resized = null;
    this.reached = 0;
    this.height = 0;
    this.state = { ...this.first(), follow: true, active: '' };
  }

  /** Returns what is shown first: the end, or more if the unread line is before that. */
  first() {
    const { entries, unreadAfter } = this.props.room;
    const index = unreadAfter === null ? entries.length : log.indexOf(entries, unreadAfter + 1);
    const start = index - 20;
    if (start >= entries.length - SHOWN || start < 0) {
      return { start: null, end: null };
    }
    const end = start + MOST;
    return { start: entries[start], end: end >= entries.length ? null : entries[end] };
  }

  bounds() {
    const { entries } = this.props.room;
    const { start, end } = this.state;
    const last = end === null ? entries.length : Math.min(entries.length, log.indexOf(entries, end.pos, end.seq) + 1);
    const first = start === null ? Math.max(0, last - SHOWN) : Math.min(last, log.indexOf(entries, start.pos, start.seq));
    return { first, last };
  }

  componentDidMount() {
    const box = this.scroller.current;
    if (box === null) {
      return;
    }
    box.scrollTop = box.scrollHeight;
    const unread = /** @type {HTMLElement | null} */ (box.querySelector('.unread-line'));
    if (unread !== null && unread.offsetTop < box.scrollTop) {
      box.scrollTop = unread.offsetTop - 60;
      this.setState({ follow: false });
    }
    this.resized = new ResizeObserver(() => this.state.follow && this.toEnd());
    this.resized.observe(box);
    this.props.onEnd(this.isAtEnd());
    this.reach();
    this.edges();
  }

  componentWillUnmount() {
    this.resized?.disconnect();
  }

  /** Notes where a line in view is, so that it stays there whatever is added above it. */
  getSnapshotBeforeUpdate() {
    const box = this.scroller.current;
    if (box === null || this.state.follow) {
      return null;
    }
    const inside = box.contains(document.activeElement);
    for (const row of box.querySelectorAll('[data-key]')) {
      const top = /** @type {HTMLElement} */ (row).offsetTop - box.scrollTop;
      if (top + /** @type {HTMLElement} */ (row).offsetHeight > 0) {
        return { key: /** @type {HTMLElement} */ (row).dataset.key, top, inside };
      }
    }
    return null;
  }

  /**
   * @param {Props} before
   * @param {unknown} _
   * @param {{ key: string, top: number, inside: boolean } | null} kept
   */
  componentDidUpdate(before, _, kept) {
    const box = this.scroller.current;
    if (box === null) {
      return;
    }
    if (this.state.follow) {
      this.toEnd();
    } else if (kept !== null) {
      const row = this.row(kept.key);
      if (row !== null) {
        const moved = row.offsetTop - box.scrollTop - kept.top;
        if (Math.abs(moved) > 0.5) {
          box.scrollTop += moved;
        }
      }
    }
    if (kept?.inside === true && document.activeElement === document.body) {
      box.focus({ preventScroll: true });
    }
    this.reach();
    this.edges();
  }

  /** @param {string} key */
  row(key) {
    return /** @type {HTMLElement | null} */ (this.scroller.current?.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? null);
  }

  toEnd() {
    const box = this.scroller.current;
    if (box !== null) {
      box.scrollTop = box.scrollHeight;
    }
  }

  isAtEnd() {
    const box = this.scroller.current;
    return box !== null && this.state.end === null && box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
  }

  /** Goes to the line that is asked for, once. */
  reach() {
    const { target, room } = this.props;
    if (target === null || target.key !== room.key || target.at === this.reached) {
      return;
    }
    this.reached = target.at;
    const { entries } = room;
    const index = log.indexOf(entries, target.offset);
    if (index >= entries.length) {
      return;
    }
    const start = entries[Math.max(0, index - STEP)];
    const end = index + STEP >= entries.length ? null : entries[index + STEP];
    this.setState({ start, end, follow: false }, () => {
      const row = this.row(String(entries[index].pos));
      if (row !== null) {
        row.scrollIntoView({ block: 'center' });
        this.focusRow(row);
        row.classList.remove('reached');
        requestAnimationFrame(() => row.classList.add('reached'));
      }
    });
  }

  scrolled = () => {
    const end = this.isAtEnd();
    if (end !== this.state.follow) {
      const { first } = this.bounds();
      const { entries } = this.props.room;
      this.setState(end ? { follow: true, start: null } : { follow: false, start: this.state.start ?? entries[first] ?? null });
      this.props.onEnd(end);
    }
    this.edges();
  };

  /** Shows more where an edge is near, and asks for what is not loaded there. */
  edges() {
    const box = this.scroller.current;
    if (box === null) {
      return;
    }
    const { entries } = this.props.room;
    const { first, last } = this.bounds();
    const above = box.scrollTop;
    const under = box.scrollHeight - box.scrollTop - box.clientHeight;
    if (!this.state.follow && above < EDGE && first > 0) {
      const start = Math.max(0, first - STEP);
      const end = last - start > MOST ? entries[start + MOST - 1] : this.state.end;
      this.setState({ start: entries[start], end });
      return;
    }
    if (under < EDGE && last < entries.length) {
      const end = Math.min(entries.length, last + STEP);
      const start = Math.max(first, end - MOST);
      this.setState({ start: entries[start], end: end === entries.length ? null : entries[end - 1] });
      return;
    }
    if (last - first > MOST + STEP && this.state.end === null && !this.state.follow && under > EDGE) {
      this.setState({ end: entries[first + MOST] });
      return;
    }
    if (this.props.settled) {
      this.fill(box);
    }
  }

  /** @param {HTMLElement} box */
  fill(box) {
    for (const hole of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll('.hole'))) {
      const top = hole.offsetTop - box.scrollTop;
      if (top > -EDGE && top < box.clientHeight + EDGE) {
        const side = hole.dataset.end === 'true' || top < box.clientHeight / 2 ? 'before' : 'after';
        this.props.onLoad({ from: Number(hole.dataset.from), to: Number(hole.dataset.to) }, side);
        return;
      }
    }
  }

  latest = () => {
    this.setState({ start: null, end: null, follow: true }, () => {
      this.toEnd();
      this.props.onEnd(true);
    });
    this.scroller.current?.focus({ preventScroll: true });
  };

  /** @param {HTMLElement} row */
  focusRow(row) {
    this.setState({ active: row.dataset.key ?? '' });
    row.focus({ preventScroll: true });
  }

  keys = (/** @type {KeyboardEvent} */ event) => {
    const box = this.scroller.current;
    const target = /** @type {HTMLElement} */ (event.target);
    if (box === null || event.altKey || event.ctrlKey || event.metaKey || (target !== box && !target.classList.contains('row'))) {
      return;
    }
    const rows = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('.row')]);
    const index = rows.indexOf(target);
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step !== 0) {
      const next = rows[index < 0 ? rows.length - 1 : index + step];
      if (next !== undefined) {
        this.focusRow(next);
        next.scrollIntoView({ block: 'nearest' });
      }
      event.preventDefault();
    } else if (event.key === 'End') {
      this.latest();
      event.preventDefault();
    } else if (event.key === 'Enter' && index >= 0) {
      target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
      event.preventDefault();
    }
  };

  render() {
    const { room, nick, account, pending, onLine, onPerson, onVisit, onCopyRoom, onResend, onDiscard } = this.props;
    const { first, last } = this.bounds();
    const items = log.layout(room.entries, { start: first, end: last, head: room.direct ? 0 : room.head, unreadAfter: room.unreadAfter });
    const now = Date.now();
    const name = room.direct ? room.name : `#${room.name}`;
    const active = this.state.active;
    return html`
      <div class="log-area">
        <div class="log" ref=${this.scroller} role="log" aria-live="off" aria-label=${`What was said in ${name}`} tabindex="0" onScroll=${this.scrolled} onKeyDown=${this.keys}>
          ${first === 0 && items[0]?.type !== 'hole' ? html`<div key="start" class="start quiet"><p>${beginning(room)}</p>
            ${isEmpty(room) ? html`<button type="button" class="button" onClick=${onCopyRoom}>Copy a link to this room</button>` : null}</div>` : null}
          ${items.map((item, index) => {
            switch (item.type) {
              case 'day':
                return html`<p key=${item.key} class="day"><span>${format.day(item.at, now)}</span></p>`;
              case 'unread':
                return html`<p key=${item.key} class="unread-line"><span>New</span></p>`;
              case 'hole':
                return html`<p key=${item.key} class="hole quiet" data-from=${item.from} data-to=${item.to} data-end=${index === items.length - 1}>
                  <span class="dots" aria-hidden="true"></span> Earlier lines are coming</p>`;
              default: {
                const row = item.entry;
                return html`<${Still} key=${item.key} entry=${row} head=${item.head} removed=${item.removed} nick=${nick} account=${account} active=${item.key === active}
                  draw=${() => html`<${Row} entry=${row} id=${item.key} head=${item.head} removed=${item.removed} nick=${nick} account=${account} active=${item.key === active}
                    onLine=${onLine} onPerson=${onPerson} onVisit=${onVisit} />`} />`;
              }
            }
          })}
          ${this.state.end === null ? pending.map((one) => html`<${Unconfirmed} key=${one.ref} one=${one} nick=${nick} onResend=${onResend} onDiscard=${onDiscard} />`) : null}
        </div>
        ${this.state.follow ? null : html`
          <button type="button" class="latest button" onClick=${this.latest}>
            <${Icon} name="down" /> ${room.unread > 0 ? format.count(room.unread, 'new line') : 'Latest'}
          </button>`}
      </div>`;
  }
}

/** @param {Room} room */
function beginning(room) {
  if (room.direct) {
    return `What you and ${room.name} say here, nobody else sees. It is not kept by the server, and goes with this tab.`;
  }
  return isEmpty(room) ? `Nothing was said in #${room.name} yet. Whoever has its link can come in.` : `This is the beginning of #${room.name}.`;
}

/** @param {Room} room */
function isEmpty(room) {
  return !room.direct && !room.entries.some((one) => one.first !== 0);
}

/**
 * @param {{ entry: Entry, id: string, head: boolean, removed: number, nick: string, account: string, active: boolean, onLine: Props['onLine'],
 *   onPerson: Props['onPerson'], onVisit: Props['onVisit'] }} props
 */
function Row({ entry, id, head, removed, nick, account, active, onLine, onPerson, onVisit }) {
  const menu = (/** @type {Event} */ event) => {
    event.preventDefault();
    onLine(event, entry);
  };
  const tab = active ? 0 : -1;
  const timed = (/** @type {string} */ text) => html`<time datetime=${new Date(entry.at).toISOString()} title=${format.fullTime(entry.at)}>${text}</time>`;
  const time = timed(format.clock(entry.at));
  if (entry.kind === 'presence' || entry.kind === 'notice' || entry.kind === 'expired' || entry.kind === 'topic') {
    return html`<div class=${`row aside of-${entry.kind} ${entry.from !== '' && entry.kind === 'notice' ? 'loud' : ''}`} data-key=${id} tabindex=${tab} role="article">
      <span class="body">${aside(entry)}</span>${entry.at === 0 ? null : time}</div>`;
  }
  const named = (/** @type {string} */ style) => html`<button type="button" tabindex="-1" class=${`from ${style} ink-${format.hue(entry.from)}`}
    onClick=${(/** @type {Event} */ event) => onPerson(event, entry.from)}>${entry.from}</button>`;
  const body = entry.redacted
    ? html`<span class="redacted quiet">${removed > 1 ? `${removed} lines were removed.` : 'This line was removed.'}</span>`
    : parse(entry.text, ownNames(nick, account)).map((part) => shown(part, onVisit));
  const emote = entry.kind === 'emote';
  const style = ['row', head || emote ? 'head' : '', emote ? 'emote' : '', entry.from === nick ? 'own' : ''].join(' ');
  return html`
    <div class=${style} data-key=${id} tabindex=${tab} role="article" onContextMenu=${menu}>
      ${head && !emote ? html`<span class=${`avatar hue-${format.hue(entry.from)}`} aria-hidden="true">${initial(entry.from)}</span>` : timed(format.shortClock(entry.at))}
      <div class="said">
        ${emote ? null : head ? html`<p class="byline">${named('')} ${time}</p>` : html`<span class="unseen">${entry.from}: </span>`}
        <p class="body">${emote ? html`${named('inline')} ` : null}${body}</p>
      </div>
      <button type="button" class="more button plain icon" tabindex="-1" aria-label="What to do with this line" aria-haspopup="menu" onClick=${menu}><${Icon} name="more" /></button>
    </div>`;
}

/**
 * Shows a piece of a text. All of it becomes text nodes, never markup.
 *
 * @param {import('./text.js').Part} part
 * @param {Props['onVisit']} onVisit
 */
function shown(part, onVisit) {
  switch (part.type) {
    case 'link':
      return html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow">${part.text}</a>${part.host === '' ? null : html`<span class="host" title="where this link really leads">${part.host}</span>`}`;
    case 'room':
      return html`<a href=${`#${encodeURIComponent(part.room)}${part.offset === null ? '' : `/${part.offset}`}`} onClick=${(/** @type {Event} */ event) => {
        event.preventDefault();
        onVisit(part.room.toLowerCase(), part.offset);
      }}>${part.text}</a>`;
    case 'mention':
      return html`<mark>${part.text}</mark>`;
    default:
      return part.text;
  }
}

/** @param {Entry} entry */
function aside(entry) {
  switch (entry.kind) {
    case 'presence':
      return format.presence(entry.people);
    case 'expired':
      return entry.first === 1 && entry.pos > 1 ? 'Earlier lines have expired.' : `${format.count(entry.pos - entry.first + 1, 'line')} expired here.`;
    case 'topic':
      return entry.redacted ? 'This line was removed.' : entry.text === '' ? `${entry.from} cleared the topic` : `${entry.from} changed the topic to: ${entry.text}`;
    default:
      return entry.from === 'announcement' ? `Announcement: ${entry.text}` : entry.text;
  }
}

/** @param {{ one: import('./state.js').Pending, nick: string, onResend: (ref: string) => void, onDiscard: (ref: string) => void }} props */
function Unconfirmed({ one, nick, onResend, onDiscard }) {
  const says = { queued: 'Will be sent when you are back', sending: 'Sending', doubtful: 'Checking whether this arrived', unsent: one.problem || 'Not sent' }[one.status];
  return html`
    <div class=${`row head pending ${one.status}`}>
      <span class=${`avatar hue-${format.hue(nick)}`} aria-hidden="true">${initial(nick)}</span>
      <div class="said">
        <p class="byline"><span class="from">${nick}</span> <span class="state">${one.status === 'unsent' ? 'Not sent. ' : ''}${says}</span></p>
        <p class="body">${one.text}</p>
        ${one.status === 'unsent' || one.status === 'queued' ? html`<p class="again">
          ${one.status === 'unsent' ? html`<button type="button" class="button" onClick=${() => onResend(one.ref)}>Send again</button>` : null}
          <button type="button" class="button" onClick=${() => onDiscard(one.ref)}>Discard</button></p>` : null}
      </div>
    </div>`;
}
