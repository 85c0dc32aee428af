import { useState } from 'preact/hooks';
import { all, ask } from '../api.js';
import { count, plural } from '../format.js';
import { useApp, useCan, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address, roomAddress } from '../router.js';
import { ChangeDialog, Empty, Field, FilterBox, Head, Link, Shown } from '../ui.js';
import { RoomFields, roomSettings } from './roomfields.js';

/** @typedef {import('../types.js').Room} Room */

/** Shows the rooms, secret ones included. */
export function Rooms() {
  useTitle('Rooms');
  const { route, go } = useApp();
  const can = useCan();
  const filter = route.query['filter'] ?? '';
  const [creating, setCreating] = useState(false);
  const rooms = useLoaded(
    signal => /** @type {Promise<{items: Room[], more: boolean}>} */ (all(['rooms'], { signal })),
    [],
    data => ((data?.items.length ?? 0) > 500 ? 15_000 : 5000),
  );
  const everything = rooms.data?.items ?? [];
  const wanted = filter.toLowerCase().replace(/^#/, '');
  const shown = everything
    .filter(room => room.name.toLowerCase().includes(wanted) || room.topic.toLowerCase().includes(wanted))
    .sort((one, other) => other.members - one.members || (one.name < other.name ? -1 : 1));
  const members = everything.reduce((sum, room) => sum + room.members, 0);
  return html`
    <${Head}
      title="Rooms"
      sub=${rooms.data === undefined
        ? 'Every room, secret ones included.'
        : `${plural(everything.length, 'room')}, ${plural(members, 'member')} in all`}
    >
      ${can('rooms:write')
        ? html`<button type="button" class="button primary" onClick=${() => setCreating(true)}>Create a room…</button>`
        : null}
    <//>
    <div class="bar">
      <${FilterBox}
        value=${filter}
        label="Filter rooms"
        placeholder="Filter: name or topic"
        onInput=${(/** @type {string} */ value) => go(address(['rooms'], { filter: value }), { replace: true })}
      />
    </div>
    <${Shown} of=${rooms} lines=${6}>
      ${() =>
        shown.length === 0
          ? html`<${Empty} title="No room matches.">
              <button type="button" class="button compact" onClick=${() => go('rooms', { replace: true })}>Show all</button>
            <//>`
          : html`<div class="scroll"><table class="list">
              <thead>
                <tr>
                  <th scope="col">Room</th>
                  <th scope="col">Topic</th>
                  <th scope="col" class="number">Members</th>
                  <th scope="col" class="number">Lines</th>
                  <th scope="col">Settings</th>
                </tr>
              </thead>
              <tbody>
                ${shown.slice(0, 500).map(
                  room => html`<tr
                    key=${room.name}
                    data-row
                    onClick=${(/** @type {any} */ e) => e.target.closest('a') === null && go(roomAddress(room.name))}
                  >
                    <th scope="row"><${Link} to=${roomAddress(room.name)}>#${room.name}<//></th>
                    <td class="topic" data-label="Topic">${room.topic ? html`<span class="clamp" title=${room.topic}>${room.topic}</span>` : html`<span class="quiet">–</span>`}</td>
                    <td class="number" data-label="Members">${count(room.members)}</td>
                    <td class="number" data-label="Lines">${count(room.lastOffset)}</td>
                    <td data-label="Settings"><${Marks} room=${room} /></td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
    ${creating ? html`<${CreateDialog} onClose=${() => setCreating(false)} />` : null}
  `;
}

/** Shows what is special about a room. @param {{room: Room}} props */
export function Marks({ room }) {
  const marks = [
    room.secret ? 'secret' : '',
    room.hasKey ? 'key' : '',
    room.inviteOnly ? 'invited only' : '',
    room.moderated ? 'moderated' : '',
    room.readOnly ? 'read only' : '',
    room.slowModeSeconds > 0 ? `slow ${room.slowModeSeconds} s` : '',
    room.maxMembers > 0 ? `at most ${room.maxMembers}` : '',
    room.persistent ? '' : 'goes when empty',
  ].filter(Boolean);
  return html`<span class="marks">${marks.map(mark => html`<span class="badge">${mark}</span> `)}</span>`;
}

/** @param {{onClose: () => void}} props */
function CreateDialog({ onClose }) {
  const { go } = useApp();
  const [name, setName] = useState('');
  const run = async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
    await ask('POST', ['rooms'], { body: { name, ...roomSettings(form) }, query: { reason } });
    return `#${name} was created.`;
  };
  return html`<${ChangeDialog}
    title="Create a room"
    submit="Create"
    wide
    run=${run}
    onClose=${onClose}
    onDone=${() => go(roomAddress(name))}
  >
    <${Field} id="name" label="Name" hint="1 to 64 letters, digits, - _ or .">
      <input
        id="name"
        required
        autocomplete="off"
        value=${name}
        onInput=${(/** @type {any} */ e) => setName(e.currentTarget.value.trim().replace(/^#/, ''))}
      />
    <//>
    <${RoomFields} />
  <//>`;
}
