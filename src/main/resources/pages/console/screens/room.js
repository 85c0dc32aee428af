import { useState } from 'preact/hooks';
import { all, ask, get, open, resource } from '../api.js';
import { count, dateTime, plural } from '../format.js';
import { asProblem, useApp, useCan, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address, roomAddress, ROOM_TABS } from '../router.js';
import { ChangeDialog, Dialog, Empty, Field, FilterBox, Head, Link, Shown, Tag } from '../ui.js';
import { BanList } from './banlist.js';
import { Metadata } from './metadata.js';
import { BanDialog } from './people.js';
import { changedSettings, RoomFields, roomSettings } from './roomfields.js';
import { RoomLog } from './roomlog.js';
import { Marks } from './rooms.js';

/**
 * @typedef {import('../types.js').Room} Room
 * @typedef {import('../types.js').Member} Member
 * @typedef {import('../types.js').Role} Role
 */

/** @type {Record<string, {title: string, scope: string}>} */
const TABS = {
  log: { title: 'Log', scope: 'messages:read' },
  members: { title: 'Members', scope: 'rooms:read' },
  roles: { title: 'Roles', scope: 'rooms:read' },
  bans: { title: 'Bans', scope: 'bans:write' },
  settings: { title: 'Settings', scope: 'rooms:read' },
};

/** Shows one room: its log, members, roles, bans and settings. */
export function Room() {
  const { route } = useApp();
  const can = useCan();
  const name = route.parts[0] ?? '';
  useTitle('#' + name);
  const tabs = ROOM_TABS.filter(tab => can(TABS[tab]?.scope ?? ''));
  const tab = route.parts[1] ?? tabs[0] ?? 'settings';
  const room = useLoaded(
    signal => /** @type {Promise<Room>} */ (get(['rooms', name], { signal })),
    [name],
    5000,
  );
  const [exporting, setExporting] = useState(false);
  const data = room.data;
  return html`
    <p class="crumbs"><${Link} to="rooms">Rooms<//></p>
    <${Head}
      title=${'#' + (data?.name ?? name)}
      sub=${data === undefined
        ? null
        : html`${data.topic || 'No topic.'} <${Marks} room=${data} />`}
    >
      ${can('messages:read') && data !== undefined
        ? html`<button type="button" class="button" onClick=${() => setExporting(true)}>Export…</button>`
        : null}
    <//>
    <nav class="tabs" aria-label="Parts of the room">
      ${tabs.map(
        one => html`<${Link} to=${roomAddress(name, one)} aria-current=${one === tab ? 'page' : undefined}>
          ${TABS[one]?.title}
          ${one === 'members' && data !== undefined ? html` <span class="badge">${count(data.members)}</span>` : null}
        <//>`,
      )}
    </nav>
    ${room.problem?.code === 'no_such_room'
      ? html`<${Empty} title="There is no such room.">
          It may have gone with its last member. <${Link} to="rooms">Go to those there are.<//>
        <//>`
      : html`<${Shown} of=${room} lines=${6}>
          ${(/** @type {Room} */ one) =>
            tab === 'log'
              ? html`<${RoomLog} key=${one.name} room=${one} />`
              : tab === 'members'
                ? html`<${Members} room=${one} />`
                : tab === 'roles'
                  ? html`<${Roles} room=${one} />`
                  : tab === 'bans'
                    ? html`<${RoomBans} room=${one} />`
                    : html`<${Settings} room=${one} onChange=${room.set} />`}
        <//>`}
    ${exporting && data ? html`<${ExportDialog} room=${data} onClose=${() => setExporting(false)} />` : null}
  `;
}

/** @param {{room: Room}} props */
function Members({ room }) {
  const { route, go } = useApp();
  const can = useCan();
  const filter = route.query['filter'] ?? '';
  const [leaving, setLeaving] = useState(/** @type {Member | null} */ (null));
  const members = useLoaded(
    signal =>
      /** @type {Promise<{items: Member[], more: boolean}>} */ (
        all(['rooms', room.name, 'members'], { signal })
      ),
    [room.name],
    data => ((data?.items.length ?? 0) > 500 ? 15_000 : 3000),
  );
  const shown = (members.data?.items ?? []).filter(member =>
    member.nick.toLowerCase().includes(filter.toLowerCase()),
  );
  return html`
    <div class="bar">
      <${FilterBox}
        value=${filter}
        label="Filter members"
        onInput=${(/** @type {string} */ value) =>
          go(roomAddress(room.name, 'members', { filter: value }), { replace: true })}
      />
    </div>
    <${Shown} of=${members}>
      ${() =>
        shown.length === 0
          ? html`<${Empty} title=${filter ? 'No member matches.' : 'Nobody is in this room.'}>
              ${filter
                ? html`<button type="button" class="button compact" onClick=${() => go(roomAddress(room.name, 'members'), { replace: true })}>Show all</button>`
                : 'People come in with /join. What is posted here is kept for them.'}
            <//>`
          : html`<div class="scroll"><table class="list">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Role</th>
                  <th scope="col">Away</th>
                  <th scope="col"><span class="unseen">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                ${shown.slice(0, 500).map(
                  member => html`<tr key=${member.id} data-row>
                    <th scope="row">
                      ${can('clients:read')
                        ? html`<${Link} to=${address(['connections', member.id])}>${member.nick}<//>`
                        : member.nick}
                    </th>
                    <td data-label="Role">${member.role === 'member' ? html`<span class="quiet">member</span>` : html`<${Tag} kind="strong">${member.role}<//>`}</td>
                    <td data-label="Away">${member.away ?? html`<span class="quiet">–</span>`}</td>
                    <td class="acts">
                      ${can('rooms:write')
                        ? html`<button type="button" class="button compact" onClick=${() => setLeaving(member)}>
                            Take out…<span class="unseen"> ${member.nick}</span>
                          </button>`
                        : null}
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
    ${shown.length > 500 ? html`<p class="note">The first 500 are shown. Filter to see others.</p>` : null}
    ${leaving
      ? html`<${TakeOutDialog} room=${room.name} nick=${leaving.nick} onClose=${() => setLeaving(null)} onDone=${members.reload} />`
      : null}
  `;
}

/** @param {{room: string, nick: string, onClose: () => void, onDone?: () => void}} props */
export const TakeOutDialog = ({ room, nick, onClose, onDone }) =>
  html`<${ChangeDialog}
    title=${`Take ${nick} out of #${room}`}
    submit="Take out"
    danger
    suggestions=${['off topic', 'spam']}
    reasonHint="They are told it, and it goes into the audit."
    run=${async (/** @type {string} */ reason) => {
      await ask('DELETE', ['rooms', room, 'members', nick], { query: { reason } });
      return `${nick} was taken out of #${room}.`;
    }}
    onClose=${onClose}
    onDone=${onDone}
  >
    <p>The connection goes on, and nothing keeps them from joining again: ban them from the room for that.</p>
  <//>`;

/** @param {{room: Room}} props */
function Roles({ room }) {
  const can = useCan();
  const [giving, setGiving] = useState(/** @type {{account: string, role: string} | null} */ (null));
  const [taking, setTaking] = useState('');
  const roles = useLoaded(
    signal =>
      /** @type {Promise<{items: Role[], more: boolean}>} */ (
        all(['rooms', room.name, 'roles'], { signal })
      ),
    [room.name],
    10_000,
  );
  const give = can('rooms:write');
  return html`
    <div class="bar">
      <p class="quiet">Roles belong to accounts. A voice speaks where the room is moderated; a moderator kicks, bans, mutes and invites; an owner also speaks where it is read only.</p>
      ${give
        ? html`<button type="button" class="button" onClick=${() => setGiving({ account: '', role: 'moderator' })}>Give a role…</button>`
        : null}
    </div>
    <${Shown} of=${roles}>
      ${(/** @type {{items: Role[]}} */ { items }) =>
        items.length === 0
          ? html`<${Empty} title="Nobody has a role in this room.">
              ${give ? 'Give one to an account, so that somebody keeps order here.' : ''}
            <//>`
          : html`<div class="scroll"><table class="list">
              <thead><tr><th scope="col">Account</th><th scope="col">Role</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
              <tbody>
                ${items.map(
                  one => html`<tr key=${one.account} data-row>
                    <th scope="row">${can('accounts:write') ? html`<${Link} to=${address(['accounts'], { filter: one.account })}>${one.account}<//>` : one.account}</th>
                    <td data-label="Role"><${Tag} kind="strong">${one.role}<//></td>
                    <td class="acts">
                      ${give
                        ? html`<button type="button" class="button compact" onClick=${() => setGiving({ ...one })}>Change…<span class="unseen"> ${one.account}</span></button>
                            <button type="button" class="button compact danger" onClick=${() => setTaking(one.account)}>Take…<span class="unseen"> ${one.account}</span></button>`
                        : null}
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
    ${giving
      ? html`<${ChangeDialog}
          title=${`Give a role in #${room.name}`}
          submit="Give"
          run=${async (/** @type {string} */ reason) => {
            await ask('PUT', ['rooms', room.name, 'roles', giving.account.trim()], {
              body: { role: giving.role },
              query: { reason },
            });
            return `${giving.account} is ${giving.role} of #${room.name}.`;
          }}
          onClose=${() => setGiving(null)}
          onDone=${roles.reload}
        >
          <div class="row fields">
            <${Field} id="account" label="Account">
              <input
                id="account"
                required
                autocomplete="off"
                autocapitalize="off"
                value=${giving.account}
                onInput=${(/** @type {any} */ e) => setGiving({ ...giving, account: e.currentTarget.value })}
              />
            <//>
            <${Field} id="role" label="Role">
              <select id="role" value=${giving.role} onChange=${(/** @type {any} */ e) => setGiving({ ...giving, role: e.currentTarget.value })}>
                <option>voice</option><option>moderator</option><option>owner</option>
              </select>
            <//>
          </div>
        <//>`
      : null}
    ${taking
      ? html`<${ChangeDialog}
          title=${`Take the role of ${taking} in #${room.name}`}
          submit="Take"
          danger
          run=${async (/** @type {string} */ reason) => {
            await ask('DELETE', ['rooms', room.name, 'roles', taking], { query: { reason } });
            return `${taking} has no role in #${room.name} any more.`;
          }}
          onClose=${() => setTaking('')}
          onDone=${roles.reload}
        />`
      : null}
  `;
}

/** @param {{room: Room}} props */
function RoomBans({ room }) {
  const [adding, setAdding] = useState(false);
  const [version, setVersion] = useState(0);
  return html`
    <div class="bar">
      <p class="quiet">Bans and mutes of this room alone. <${Link} to="bans">Those of the whole server<//> are apart.</p>
      <button type="button" class="button" onClick=${() => setAdding(true)}>Ban or mute…</button>
    </div>
    <${BanList} room=${room.name} version=${version} />
    ${adding
      ? html`<${BanDialog} room=${room.name} onClose=${() => setAdding(false)} onDone=${() => setVersion(version + 1)} />`
      : null}
  `;
}

/** @param {{room: Room, onChange: (room: Room) => void}} props */
function Settings({ room, onChange }) {
  const { go } = useApp();
  const can = useCan();
  const [dialog, setDialog] = useState('');
  const keep = room.retention;
  const kept =
    keep === null
      ? "the server's default"
      : [keep.lines === null ? '' : plural(keep.lines, 'line'), keep.age ?? ''].filter(Boolean).join(', ') ||
        'everything';
  const yes = (/** @type {boolean} */ value) => (value ? 'yes' : 'no');
  return html`
    <section class="panel">
      <div class="panel-head">
        <h2>Settings</h2>
        ${can('rooms:write')
          ? html`<div class="row">
              <button type="button" class="button" onClick=${() => setDialog('change')}>Change…</button>
              <button type="button" class="button" onClick=${() => setDialog('rename')}>Rename…</button>
              <button type="button" class="button danger" onClick=${() => setDialog('delete')}>Delete the room…</button>
            </div>`
          : null}
      </div>
      <dl class="facts">
        <div><dt>Topic</dt><dd>${room.topic || html`<span class="quiet">none</span>`}</dd></div>
        <div><dt>Persistent</dt><dd>${yes(room.persistent)}</dd></div>
        <div><dt>Secret</dt><dd>${yes(room.secret)}</dd></div>
        <div><dt>Key</dt><dd>${room.hasKey ? 'set' : 'none'}</dd></div>
        <div><dt>Invited only</dt><dd>${yes(room.inviteOnly)}</dd></div>
        <div><dt>Topic locked</dt><dd>${yes(room.topicLocked)}</dd></div>
        <div><dt>External</dt><dd>${yes(room.external)}</dd></div>
        <div><dt>No signals</dt><dd>${yes(room.noSignals)}</dd></div>
        <div><dt>Moderated</dt><dd>${yes(room.moderated)}</dd></div>
        <div><dt>Read only</dt><dd>${yes(room.readOnly)}</dd></div>
        <div><dt>Most members</dt><dd>${room.maxMembers || 'no limit'}</dd></div>
        <div><dt>Slow mode</dt><dd>${room.slowModeSeconds ? room.slowModeSeconds + ' s' : 'off'}</dd></div>
        <div><dt>Kept</dt><dd>${kept}</dd></div>
        <div><dt>Created</dt><dd>${dateTime(room.createdAt)}</dd></div>
        <div><dt>Lines</dt><dd>${room.lastOffset === 0 ? 'none yet' : `${count(room.firstOffset)} to ${count(room.lastOffset)}`}</dd></div>
        <div><dt>Epoch</dt><dd><code>${room.epoch}</code></dd></div>
        ${can('audit:read')
          ? html`<div><dt>Audit</dt><dd><${Link} to=${address(['audit'], { subject: room.name })}>what was changed here<//></dd></div>`
          : null}
      </dl>
    </section>
    <${Metadata} path=${['rooms', room.name]} of=${'#' + room.name} may=${can('rooms:write')} />
    ${dialog === 'change'
      ? html`<${ChangeDialog}
          title=${`Change #${room.name}`}
          submit="Change"
          wide
          run=${async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
            const body = changedSettings(roomSettings(form), room);
            onChange(await ask('PATCH', ['rooms', room.name], { body, query: { reason } }));
            return `#${room.name} was changed.`;
          }}
          onClose=${() => setDialog('')}
        >
          <${RoomFields} room=${room} />
        <//>`
      : null}
    ${dialog === 'rename'
      ? html`<${ChangeDialog}
          title=${`Rename #${room.name}`}
          submit="Rename"
          reasonHint="The members are told it, and it goes into the audit."
          run=${async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
            const renamed = await ask('POST', ['rooms', room.name, 'rename'], {
              body: { name: String(form.get('name')).trim().replace(/^#/, '') },
              query: { reason },
            });
            go(roomAddress(renamed.name, 'settings'), { replace: true });
            return `#${room.name} is called #${renamed.name} now.`;
          }}
          onClose=${() => setDialog('')}
        >
          <${Field} id="name" label="New name">
            <input id="name" name="name" required autocomplete="off" autocapitalize="off" value=${room.name} />
          <//>
          <p>Its members, its log, its roles and bans stay as they are.</p>
        <//>`
      : null}
    ${dialog === 'delete'
      ? html`<${ChangeDialog}
          title=${`Delete #${room.name}`}
          submit="Delete"
          danger
          typed=${room.name}
          run=${async (/** @type {string} */ reason) => {
            await ask('DELETE', ['rooms', room.name], { query: { reason } });
            return `#${room.name} was deleted.`;
          }}
          onClose=${() => setDialog('')}
          onDone=${() => go('rooms')}
        >
          <p class="note bad">
            Its log of ${plural(room.lastOffset, 'line')} goes with it, and cannot be brought back. Its
            ${plural(room.members, 'member')} will be in the lobby. Export the log first, if anybody may want it.
          </p>
        <//>`
      : null}
  `;
}

/** @param {{room: Room, onClose: () => void}} props */
function ExportDialog({ room, onClose }) {
  const { say } = useApp();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const asText = form.get('form') === 'text';
    setBusy(true);
    setFailed('');
    try {
      const from = Number(form.get('from') || 0);
      const to = Number(form.get('to') || 0);
      const url = resource(['rooms', room.name, 'export'], {
        after: from > 1 ? from - 1 : null,
        before: to > 0 ? to + 1 : null,
      });
      const response = await open(url, {
        headers: { Accept: asText ? 'text/plain' : 'application/x-ndjson' },
      });
      save(await response.blob(), `${room.name}.${asText ? 'txt' : 'ndjson'}`);
      say(`#${room.name} was exported.`);
      onClose();
    } catch (failure) {
      setFailed(asProblem(failure).detail);
      setBusy(false);
    }
  };
  return html`<${ExportForm} room=${room} busy=${busy} failed=${failed} submit=${submit} onClose=${onClose} />`;
}

/**
 * @param {{room: Room, busy: boolean, failed: string, submit: (event: SubmitEvent) => void,
 *   onClose: () => void}} props
 */
const ExportForm = ({ room, busy, failed, submit, onClose }) =>
  html`<${Dialog} title=${`Export #${room.name}`} onClose=${onClose}>
    <form class="stack" onSubmit=${submit}>
      <fieldset>
        <legend>As</legend>
        <label class="check"><input type="radio" name="form" value="json" defaultChecked /><span>JSON lines <span class="hint">one object a line, for programs</span></span></label>
        <label class="check"><input type="radio" name="form" value="text" /><span>Text <span class="hint">as people see it, each line with its date</span></span></label>
      </fieldset>
      <div class="row fields">
        <${Field} id="from" label="From line"><input id="from" name="from" type="number" min="1" placeholder=${room.firstOffset} /><//>
        <${Field} id="to" label="To line"><input id="to" name="to" type="number" min="1" placeholder=${room.lastOffset} /><//>
      </div>
      ${failed ? html`<p class="note bad" role="alert">${failed}</p>` : null}
      <div class="actions">
        <button type="button" class="button" onClick=${onClose}>Cancel</button>
        <button type="submit" class="button primary" disabled=${busy}>${busy ? 'Reading…' : 'Export'}</button>
      </div>
    </form>
  <//>`;

/** @param {Blob} content @param {string} name */
function save(content, name) {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
