// Who is in a room: by role, then by name; those who are away are pale.

import { html } from '../shared/html.js';
import { Icon } from '../shared/icons.js';
import { hue } from './format.js';
import { initial } from './sidebar.js';

const ORDER = ['admin', 'owner', 'moderator', 'voice', ''];
const SHOWN = 300;

/**
 * @param {{ room: import('./state.js').Room, nick: string, onPerson: (event: Event, nick: string) => void, onClose: () => void }} props
 */
export function Members({ room, nick, onPerson, onClose }) {
  const all = Object.values(room.members ?? {}).sort(
    (one, other) => ORDER.indexOf(one.role) - ORDER.indexOf(other.role) || one.nick.localeCompare(other.nick),
  );
  const shown = all.slice(0, SHOWN);
  const more = Math.max(all.length, room.count) - shown.length;
  return html`
    <aside class="members" aria-label=${`Members of #${room.name}`}>
      <header>
        <h2>Members <span class="badge">${Math.max(room.count, all.length)}</span></h2>
        <button type="button" class="button plain icon" aria-label="Close the members" onClick=${onClose}><${Icon} name="close" /></button>
      </header>
      <ul>
        ${shown.map((one) => html`
          <li key=${one.nick}>
            <button type="button" class=${one.away === '' ? 'member' : 'member away'} aria-haspopup="menu" onClick=${(/** @type {Event} */ event) => onPerson(event, one.nick)}>
              <span class=${`avatar hue-${hue(one.nick)}`} aria-hidden="true">${initial(one.nick)}</span>
              <span class="who">
                <span class="name" title=${one.nick}>${one.nick}${one.nick === nick ? html` <span class="quiet">(you)</span>` : null}</span>
                ${one.away === '' ? null : html`<span class="quiet small">Away: ${one.away}</span>`}
              </span>
              ${one.role === '' ? null : html`<span class="badge">${one.role}</span>`}
            </button>
          </li>`)}
      </ul>
      ${more > 0 ? html`<p class="quiet small more">and ${more.toLocaleString()} more</p>` : null}
    </aside>`;
}
