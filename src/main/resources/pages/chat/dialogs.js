// The rooms of the server, the search, and the list of commands.

import { useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { count, day, clock, hue } from './format.js';
import { Dialog } from './ui.js';

/** @typedef {import('./client.js').Client} Client */

const SHOWN = 200;

/**
 * Lists the rooms: those that one is in, and those that one can join. A name that is not there becomes a new room.
 *
 * @param {{ client: Client, onClose: () => void, onPick: (key: string) => void, ask: (prompt: import('./ui.js').PromptSpec) => void }} props
 */
export function RoomsDialog({ client, onClose, onPick, ask }) {
  const [typed, setTyped] = useState('');
  const { state } = client;
  const wanted = typed.trim().replace(/^[#@]/, '').toLowerCase();
  const listed = new Map(state.listed.map((room) => [room.name.toLowerCase(), room]));
  const own = Object.values(state.rooms).filter((room) => !listed.has(room.key)).map((room) => ({ name: room.name, key: room.key, members: room.count, topic: room.topic, direct: room.direct }));
  const rooms = [...own, ...state.listed.map((room) => ({ ...room, key: room.name.toLowerCase(), direct: false }))]
    .filter((room) => room.name.toLowerCase().includes(wanted))
    .sort((one, other) => Number(other.name.toLowerCase().startsWith(wanted)) - Number(one.name.toLowerCase().startsWith(wanted)) || other.members - one.members)
    .slice(0, SHOWN);
  const exact = rooms.some((room) => room.name.toLowerCase() === wanted);
  const pick = (/** @type {string} */ key) => {
    onClose();
    onPick(key);
  };
  const create = (/** @type {string} */ name) => {
    onClose();
    client.joinRoom(name);
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('room') ?? '').trim();
    const key = name.replace(/^#/, '').toLowerCase();
    const there = key === '' ? rooms[0]?.key : key in state.rooms || listed.has(key) ? key : undefined;
    if (there !== undefined) {
      pick(there);
    } else if (key !== '') {
      create(name);
    }
  };
  const withKey = () => {
    onClose();
    ask({
      title: 'Join with a key', fields: [{ name: 'room', label: 'Room', value: typed.trim(), required: true }, { name: 'key', label: 'Key', required: true }],
      submit: 'Join', run: (values) => client.joinRoom(values.room, values.key),
    });
  };
  return html`
    <${Dialog} title="Rooms" onClose=${onClose} class="tall">
      <form class="find" onSubmit=${submit}>
        <label class="unseen" for="room-name">Room</label>
        <input id="room-name" name="room" class="input" autofocus placeholder="Find a room, or name a new one" autocomplete="off" spellcheck=${false} maxlength="65"
          onInput=${(/** @type {Event} */ event) => setTyped(/** @type {HTMLInputElement} */ (event.target).value)} />
      </form>
      <ul class="choices">
        ${rooms.map((room) => html`
          <li key=${room.key}><button type="button" onClick=${() => pick(room.key)}>
            <span class="sign" aria-hidden="true">${room.direct ? '@' : '#'}</span>
            <span class="what"><strong>${room.name}</strong>${room.topic === '' ? null : html`<span class="quiet small">${room.topic}</span>`}</span>
            ${state.rooms[room.key]?.joined ? html`<span class="badge">joined</span>` : null}
            ${room.direct ? null : html`<span class="quiet small">${room.members} here</span>`}
          </button></li>`)}
        ${wanted !== '' && !exact ? html`<li><button type="button" onClick=${() => create(typed.trim())}><span class="sign" aria-hidden="true">+</span>
          <span class="what"><strong>Create #${typed.trim().replace(/^#/, '')}</strong><span class="quiet small">It is yours, and goes with its last member.</span></span></button></li>` : null}
      </ul>
      <p class="actions"><button type="button" class="button plain" onClick=${withKey}>A room with a key…</button></p>
    <//>`;
}

/** @param {{ client: Client, onClose: () => void, onVisit: (key: string, offset: number) => void }} props */
export function SearchDialog({ client, onClose, onVisit }) {
  const { search } = client.state;
  const now = Date.now();
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const words = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('words');
    if (typeof words === 'string' && words.trim() !== '') {
      client.search(words.trim());
    }
  };
  return html`
    <${Dialog} title="Search" onClose=${onClose} class="tall">
      <form class="find" onSubmit=${submit} role="search">
        <label class="unseen" for="words">Words</label>
        <input id="words" name="words" type="text" inputmode="search" enterkeyhint="search" class="input" autofocus placeholder="Words, in all of your rooms" defaultValue=${search?.words ?? ''} autocomplete="off" />
        <button type="submit" class="button primary">Search</button>
      </form>
      <p class="quiet small" role="status">${outcome(search)}</p>
      <ul class="choices hits">
        ${(search?.hits ?? []).map((hit) => html`
          <li key=${`${hit.key}/${hit.offset}`}><button type="button" onClick=${() => onVisit(hit.key, hit.offset)}>
            <span class="what">
              <span class="small quiet">#${hit.name} · ${day(hit.at, now)} ${clock(hit.at)}</span>
              <span class="hit"><strong class=${`ink-${hue(hit.from)}`}>${hit.from}</strong> ${hit.text}</span>
            </span></button></li>`)}
      </ul>
    <//>`;
}

/** @param {import('./state.js').Search | null} search */
function outcome(search) {
  if (search === null) {
    return 'Lines that have all of the words are found.';
  }
  if (search.running) {
    return 'Searching…';
  }
  return search.hits.length === 0 ? 'Nothing was found. Fewer words find more.' : `${count(search.hits.length, 'line')}. Choose one to see it in its place.`;
}

/** @param {{ commands: readonly import('./draft.js').CommandSyntax[], onClose: () => void }} props */
export function HelpDialog({ commands, onClose }) {
  return html`
    <${Dialog} title="Commands and keys" onClose=${onClose} class="tall">
      <dl class="keys-list">
        <dt><kbd>Enter</kbd></dt><dd>send</dd>
        <dt><kbd>Shift</kbd> <kbd>Enter</kbd></dt><dd>break the line</dd>
        <dt><kbd>↑</kbd></dt><dd>in an empty field: what you wrote before</dd>
        <dt><kbd>Alt</kbd> <kbd>↑</kbd> <kbd>↓</kbd></dt><dd>another room</dd>
        <dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>find, join or create a room</dd>
        <dt><kbd>Shift</kbd> <kbd>Tab</kbd>, <kbd>↑</kbd> <kbd>↓</kbd>, <kbd>Enter</kbd></dt><dd>to the log, a line of it, its menu</dd>
        <dt><kbd>Esc</kbd></dt><dd>back to where you write</dd>
      </dl>
      <dl class="commands">
        ${commands.map((one) => html`<dt key=${one.name}><code>/${one.name} ${one.usage}</code></dt><dd>${one.help}</dd>`)}
      </dl>
    <//>`;
}
