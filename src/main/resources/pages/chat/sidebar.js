// The list of one's rooms, and of the people that one talks with.

import { useEffect, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icons.js';
import { count, hue } from './format.js';
import * as model from './state.js';

/** @typedef {import('./state.js').Room} Room */

/** How long the order stays while one is in the list, so that nothing moves under the pointer. */
const CALM = 800;

/**
 * @param {{ state: import('./state.js').State, muted: ReadonlySet<string>, onShow: (key: string) => void,
 *   onMenu: (event: Event, key: string) => void, onSelf: (event: Event) => void, onRooms: () => void, away: string }} props
 */
export function Sidebar({ state, muted, onShow, onMenu, onSelf, onRooms, away }) {
  const [held, setHeld] = useState(/** @type {string[] | null} */ (null));
  const rooms = ordered(state, held);
  useEffect(() => {
    if (held !== null && held.length !== Object.keys(state.rooms).length) {
      setHeld(null);
    }
  });
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && !event.altKey) {
      const buttons = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('.room > button:first-child')]);
      const index = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      buttons[Math.max(0, Math.min(buttons.length - 1, index + step))]?.focus();
      event.preventDefault();
    }
  };
  return html`
    <nav class="sidebar" aria-label="Rooms">
      <header>
        <strong>${state.server}</strong>
        <button type="button" class="button plain icon" aria-label="Join or create a room" title="Join or create a room" onClick=${onRooms}><${Icon} name="plus" /></button>
      </header>
      <ul onKeyDown=${keys}
        onPointerEnter=${() => setHeld(model.byActivity(state).map((room) => room.key))}
        onPointerLeave=${() => setTimeout(() => setHeld(null), CALM)}>
        ${rooms.map((room) => html`<${RoomButton} key=${room.key} room=${room} current=${room.key === state.current} muted=${muted.has(room.key)} onShow=${onShow} onMenu=${onMenu} />`)}
      </ul>
      <button type="button" class="self" aria-haspopup="menu" onClick=${onSelf}>
        <span class=${`avatar hue-${hue(state.nick)}`} aria-hidden="true">${initial(state.nick)}</span>
        <span class="who"><strong>${state.nick}</strong><span class="quiet small">${away !== '' ? `Away: ${away}` : state.account === '' ? 'Guest' : 'Account'}</span></span>
        <${Icon} name="more" />
      </button>
    </nav>`;
}

/**
 * @param {{ room: Room, current: boolean, muted: boolean, onShow: (key: string) => void,
 *   onMenu: (event: Event, key: string) => void }} props
 */
function RoomButton({ room, current, muted, onShow, onMenu }) {
  const said = [];
  if (room.mentions > 0) {
    said.push(room.direct ? '' : count(room.mentions, 'mention'));
  }
  if (room.unread > 0) {
    said.push(count(room.unread, 'unread line'));
  }
  const style = ['room', current ? 'current' : '', room.unread > 0 && !muted ? 'unread' : '', muted ? 'muted' : '', room.gone === null ? '' : 'gone'].join(' ');
  return html`
    <li class=${style}>
      <button type="button" aria-current=${current ? 'page' : undefined} onClick=${() => onShow(room.key)}
        onContextMenu=${(/** @type {Event} */ event) => { event.preventDefault(); onMenu(event, room.key); }}>
        <span class="sign" aria-hidden="true">${room.direct ? '@' : '#'}</span>
        <span class="name">${room.name}</span>
        ${muted ? html`<span class="state" title="Muted"><${Icon} name="mute" /><span class="unseen">muted</span></span>` : null}
        ${room.mentions > 0
          ? html`<span class="badge strong" aria-hidden="true">${short(room.mentions)}</span>`
          : room.unread > 0 && !muted ? html`<span class="badge" aria-hidden="true">${short(room.unread)}</span>` : null}
        ${said.length === 0 ? null : html`<span class="unseen">, ${said.filter((text) => text !== '').join(', ')}</span>`}
      </button>
    </li>`;
}

/** @param {number} number */
function short(number) {
  return number > 99 ? '99+' : String(number);
}

/**
 * @param {import('./state.js').State} state
 * @param {string[] | null} held
 */
function ordered(state, held) {
  const rooms = model.byActivity(state);
  return held === null ? rooms : rooms.sort((one, other) => held.indexOf(one.key) - held.indexOf(other.key));
}

/** @param {string} name */
export function initial(name) {
  return (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?').toUpperCase();
}
