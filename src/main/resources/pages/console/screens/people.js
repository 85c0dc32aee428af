/** Dialogs that act on people: notice, kick and ban. */

import { useEffect, useState } from 'preact/hooks';
import { all, ask, Problem } from '../api.js';
import { plural } from '../format.js';
import { useLineBytes } from '../hooks.js';
import { html } from '../../shared/html.js';
import { ByteCount, ChangeDialog, Field, forEachOf } from '../ui.js';

/**
 * @typedef {import('../types.js').Client} Client
 * @typedef {import('../types.js').Ban} Ban
 */

const REASONS = ['spam', 'flooding', 'insults', 'off topic'];

/** Names clients for a heading. @param {Client[]} clients */
export const named = clients =>
  clients.length === 1 && clients[0] !== undefined
    ? (clients[0].nick ?? clients[0].remoteAddress)
    : plural(clients.length, 'connection');

/**
 * Throws one problem for those that failed.
 *
 * @template T
 * @param {{item: T, problem: Problem}[]} failed
 * @param {number} of
 * @param {(item: T) => string} name
 */
export function report(failed, of, name) {
  const first = failed[0];
  if (first === undefined) {
    return;
  }
  if (of === 1) {
    throw first.problem;
  }
  const names = failed.slice(0, 5).map(({ item }) => name(item)).join(', ');
  throw new Problem(
    first.problem.status,
    first.problem.code,
    `${failed.length} of ${of} failed (${names}${failed.length > 5 ? ', …' : ''}): ${first.problem.detail}`,
  );
}

/** How many clients one request may name. */
const AT_ONCE = 500;

/**
 * Does the same to each client, and throws a problem that names those to whom it could not be done.
 *
 * @param {Client[]} clients
 * @param {'notices' | 'kicks'} what
 * @param {Record<string, unknown>} body
 * @param {string} reason
 */
async function toEach(clients, what, body, reason) {
  /** @type {{item: Client, problem: Problem}[]} */
  const failed = [];
  for (let from = 0; from < clients.length; from += AT_ONCE) {
    const some = clients.slice(from, from + AT_ONCE);
    const ids = some.map(client => client.id);
    const { items } = await ask('POST', ['clients', what], { body: { ...body, ids }, query: { reason } });
    for (const item of /** @type {{id: string, ok: boolean, detail: string | null}[]} */ (items)) {
      const client = some.find(one => one.id === item.id);
      if (!item.ok && client !== undefined) {
        failed.push({ item: client, problem: new Problem(0, 'failed', item.detail ?? 'It failed.') });
      }
    }
  }
  report(failed, clients.length, client => client.nick ?? client.remoteAddress);
}

/** @param {{clients: Client[], onClose: () => void, onDone?: () => void}} props */
export function NoticeDialog({ clients, onClose, onDone }) {
  const [text, setText] = useState('');
  const limit = useLineBytes();
  const run = async (/** @type {string} */ reason) => {
    await toEach(clients, 'notices', { text }, reason);
    return `${named(clients)} got the notice.`;
  };
  return html`<${ChangeDialog}
    title=${html`Send a notice to ${named(clients)}`}
    submit="Send"
    suggestions=${['warning', 'information']}
    run=${run}
    onClose=${onClose}
    onDone=${onDone}
  >
    <${Field} id="text" label="Text">
      <textarea
        id="text"
        rows="3"
        required
        value=${text}
        onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}
      ></textarea>
      <${ByteCount} text=${text} limit=${limit} />
    <//>
    <p class="seen-as">They see: <code>-- Notice to you: ${text || '…'}</code></p>
  <//>`;
}

/** @param {{clients: Client[], onClose: () => void, onDone?: () => void}} props */
export function KickDialog({ clients, onClose, onDone }) {
  const run = async (/** @type {string} */ reason) => {
    await toEach(clients, 'kicks', {}, reason);
    return `${named(clients)} ${clients.length === 1 ? 'was' : 'were'} kicked.`;
  };
  return html`<${ChangeDialog}
    title=${html`Kick ${named(clients)}`}
    submit="Kick"
    danger
    suggestions=${REASONS}
    reasonHint="They are told it, and it goes into the audit."
    run=${run}
    onClose=${onClose}
    onDone=${onDone}
  >
    <p>The connection ends at once. Nothing keeps them from coming back: ban them for that.</p>
    ${clients.length > 1 ? html`<${Names} clients=${clients} />` : null}
  <//>`;
}

/** @param {{clients: Client[]}} props */
const Names = ({ clients }) =>
  html`<ul class="names">
    ${clients.slice(0, 12).map(client => html`<li>${client.nick ?? '(no name yet)'} <code>${client.remoteAddress}</code></li>`)}
    ${clients.length > 12 ? html`<li>and ${clients.length - 12} more</li>` : null}
  </ul>`;

export const DURATIONS = [
  ['10m', '10 minutes'],
  ['1h', '1 hour'],
  ['1d', '1 day'],
  ['7d', '1 week'],
  ['30d', '30 days'],
  ['', 'for good'],
];

/**
 * Asks for a ban or a mute, of clients or of what is typed.
 *
 * @param {{clients?: Client[], everyone?: Client[], room?: string, preset?: {target?: string,
 *   kind?: string, room?: string | null, reason?: string}, onClose: () => void,
 *   onDone?: () => void}} props `everyone` are all who are connected, where they are known
 */
export function BanDialog({ clients = [], everyone = [], room = '', preset = {}, onClose, onDone }) {
  const [kind, setKind] = useState(preset.kind ?? 'ban');
  const [by, setBy] = useState(guessedTarget(clients, everyone, preset.target));
  const [typed, setTyped] = useState(preset.target ?? '');
  const [where, setWhere] = useState(preset.room ?? room);
  const [time, setTime] = useState('1d');
  const [rooms, setRooms] = useState(/** @type {string[]} */ (where ? [where] : []));
  useEffect(() => {
    all(['rooms'], {}, 500).then(
      ({ items }) => setRooms(/** @type {import('../types.js').Room[]} */ (items).map(one => one.name)),
      () => {},
    );
  }, []);
  const targets = clients.length > 0 ? targetsOf(clients, by) : typed.trim() === '' ? [] : [typed.trim()];
  const place = kind === 'mute' && where === '' ? (clients[0]?.rooms[0] ?? 'lobby') : where;
  const run = async (/** @type {string} */ reason) => {
    const failed = await forEachOf(targets, target =>
      ask('POST', ['bans'], {
        body: {
          [by]: target,
          kind,
          ...(place ? { room: place } : {}),
          ...(time ? { duration: time } : {}),
          reason,
        },
      }),
    );
    report(failed, targets.length, target => target);
    const whom = targets.length === 1 ? targets[0] : plural(targets.length, by === 'address' ? 'address' : by, by === 'address' ? 'addresses' : by + 's');
    return `${whom} ${targets.length === 1 ? 'is' : 'are'} ${kind === 'ban' ? 'banned' : 'muted'}${place ? ' in #' + place : ''}.`;
  };
  const hit = by === 'address' ? everyone.filter(client => targets.includes(client.remoteAddress)) : [];
  const others = hit.length - clients.length;
  return html`<${ChangeDialog}
    title=${clients.length > 0 ? html`Ban ${named(clients)}` : 'Ban or mute'}
    submit=${kind === 'ban' ? 'Ban' : 'Mute'}
    danger
    suggestions=${[...(preset.reason ? [preset.reason] : []), ...REASONS]}
    reasonHint="Those concerned are told it, and it goes into the audit."
    disabled=${targets.length === 0}
    run=${run}
    onClose=${onClose}
    onDone=${onDone}
  >
    <div class="row fields">
      <${Field} id="kind" label="What">
        <select id="kind" value=${kind} onChange=${(/** @type {any} */ e) => setKind(e.currentTarget.value)}>
          <option value="ban">Ban</option>
          <option value="mute">Mute</option>
        </select>
      <//>
      <${Field} id="where" label="Where">
        <select id="where" value=${place} onChange=${(/** @type {any} */ e) => setWhere(e.currentTarget.value)}>
          ${kind === 'ban' ? html`<option value="">everywhere</option>` : null}
          ${rooms.map(name => html`<option value=${name}>#${name}</option>`)}
        </select>
      <//>
      <${Field} id="time" label="For">
        <select id="time" value=${time} onChange=${(/** @type {any} */ e) => setTime(e.currentTarget.value)}>
          ${DURATIONS.map(([code, text]) => html`<option value=${code}>${text}</option>`)}
        </select>
      <//>
    </div>
    <fieldset>
      <legend>${clients.length > 0 ? 'By' : 'Whom'}</legend>
      ${TARGETS.map(([code, label, text]) => {
        const own = clients.length > 0 ? targetsOf(clients, code) : [];
        const off = clients.length > 0 && own.length === 0;
        return html`<label class=${'check' + (off ? ' off' : '')}>
          <input
            type="radio"
            name="by"
            value=${code}
            checked=${by === code}
            disabled=${off}
            onChange=${() => setBy(code)}
          />
          <span>
            ${label}
            ${own.length > 0 ? html`${' '}<strong>${own.slice(0, 3).join(', ')}${own.length > 3 ? ` and ${own.length - 3} more` : ''}</strong>` : null}
            <span class="hint">${off ? 'none is logged in' : text}</span>
          </span>
        </label>`;
      })}
    </fieldset>
    ${clients.length > 0
      ? null
      : html`<${Field}
          id="target"
          label=${by === 'address' ? 'Address or network' : by === 'nick' ? 'Name' : 'Account'}
          hint=${by === 'address' ? 'IPv4 or IPv6: 192.0.2.7, 192.0.2.0/24, 2001:db8::/64' : null}
        >
          <input
            id="target"
            required
            autocomplete="off"
            autocapitalize="off"
            spellcheck=${false}
            value=${typed}
            onInput=${(/** @type {any} */ e) => setTyped(e.currentTarget.value)}
          />
        <//>`}
    ${others > 0 && kind === 'ban'
      ? html`<p class="note warn">
          ${plural(others, 'other connection')} from ${targets.length === 1 ? 'this address' : 'these addresses'} will
          ${kind === 'ban' ? ' go as well' : ' be muted as well'}.
        </p>`
      : null}
  <//>`;
}

/** @type {[string, string, string][]} */
const TARGETS = [
  ['address', 'Address', 'holds whatever name they come with'],
  ['nick', 'Name', 'a guest can come back under another'],
  ['account', 'Account', 'nobody logs in to it'],
];

/** @param {Client[]} clients @param {string} by */
function targetsOf(clients, by) {
  const found = clients.map(client =>
    by === 'address' ? client.remoteAddress : by === 'nick' ? client.nick : client.account,
  );
  return [...new Set(found.filter(target => target !== null))];
}

/**
 * Guesses what is meant: the account of who is logged in, or else the address, but not one from
 * which others are here as well.
 *
 * @param {Client[]} clients
 * @param {Client[]} everyone
 * @param {string | undefined} target
 */
function guessedTarget(clients, everyone, target) {
  if (target !== undefined) {
    return /[.:]/.test(target) ? 'address' : 'nick';
  }
  if (clients.length === 0) {
    return 'nick';
  }
  if (clients.every(client => client.account !== null)) {
    return 'account';
  }
  const addresses = targetsOf(clients, 'address');
  const shared = everyone.filter(client => addresses.includes(client.remoteAddress)).length > clients.length;
  return shared && clients.every(client => client.nick !== null) ? 'nick' : 'address';
}
