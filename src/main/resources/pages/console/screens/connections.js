import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { all } from '../api.js';
import { matches, parseFilter, Rates, sorted, SORTS } from '../clients.js';
import { bytes, count, duration, plural, rate } from '../format.js';
import { useApp, useCan, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address, roomAddress } from '../router.js';
import { Empty, FilterBox, Head, Link, Shown } from '../ui.js';
import { BanDialog, KickDialog, NoticeDialog } from './people.js';

/** @typedef {import('../clients.js').MeasuredClient} MeasuredClient */

/** How many rows are drawn before one asks for more. */
const ROWS = 200;
const MOST = 5000;

/** What the server sorts by, largest first, where there are more connections than are loaded. */
const BY_SERVER = ['idle', 'queue', 'lines'];

/** Shows who is connected: filtered, sorted, selected, and acted upon. */
export function Connections() {
  useTitle('Connections');
  const { route, go } = useApp();
  const can = useCan();
  const rates = useRef(new Rates());
  const filter = route.query['filter'] ?? '';
  const sort = route.query['sort'] ?? 'rate';
  const direction = route.query['dir'] ?? /** @type {Record<string, string>} */ (SORTS)[sort] ?? 'asc';
  const [cut, setCut] = useState(false);
  const large = cut && BY_SERVER.includes(sort) ? sort : '';
  const clients = useLoaded(
    async signal => {
      const { items, more } = await all(['clients'], { query: { sort: large }, signal }, MOST);
      return {
        items: rates.current.measure(/** @type {import('../types.js').Client[]} */ (items), Date.now()),
        more,
      };
    },
    [large],
    data => ((data?.items.length ?? 0) > 500 ? 6000 : 2000),
  );
  const more = clients.data?.more === true;
  useEffect(() => setCut(more), [more]);
  const change = (/** @type {Record<string, string>} */ query) =>
    go(address(['connections'], { filter, sort: route.query['sort'], dir: route.query['dir'], ...query }), {
      replace: true,
    });
  const [selected, setSelected] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const [dialog, setDialog] = useState('');
  const [rows, setRows] = useState(ROWS);
  const table = useRef(/** @type {HTMLElement | null} */ (null));
  const order = useRef(/** @type {{by: string, ids: string[]}} */ ({ by: '', ids: [] }));
  const everyone = clients.data?.items ?? [];
  const fitting = useMemo(() => {
    const parsed = parseFilter(filter);
    return everyone.filter(client => matches(parsed, client));
  }, [clients.data, filter]);
  const shown = useMemo(() => {
    const now = sorted(fitting, sort, direction);
    const by = `${sort} ${direction} ${filter}`;
    const result = order.current.by === by && order.current.ids.length > 0 && isInUse(table.current) ? steady(now, order.current.ids) : now;
    order.current = { by, ids: result.map(client => client.id) };
    return result;
  }, [fitting, sort, direction]);
  const chosen = everyone.filter(client => selected.has(client.id));
  const toggle = (/** @type {string} */ id) => {
    const next = new Set(selected);
    if (!next.delete(id)) {
      next.add(id);
    }
    setSelected(next);
  };
  const allChosen = fitting.length > 0 && fitting.every(client => selected.has(client.id));
  const close = () => setDialog('');
  const done = () => {
    setSelected(new Set());
    clients.reload();
  };
  const clustered = everyone.some(client => client.node !== undefined);
  const heads = HEADS.filter(([key]) => key !== 'node' || clustered);
  const acts = can('clients:write') || can('bans:write');
  return html`
    <${Head}
      title="Connections"
      sub=${clients.data === undefined
        ? 'Everyone who is connected, whatever with.'
        : `${plural(everyone.length, 'connection')}${fitting.length === everyone.length ? '' : `, ${count(fitting.length)} shown`}`}
    />
    <div class="bar">
      <${FilterBox}
        value=${filter}
        label="Filter connections"
        placeholder="Filter: name, address, room:ops, listener:web …"
        onInput=${(/** @type {string} */ value) => change({ filter: value })}
      />
      <div class="field inline only-narrow">
        <label for="sort">Sort</label>
        <select id="sort" value=${sort} onChange=${(/** @type {any} */ e) => change({ sort: e.currentTarget.value, dir: '' })}>
          ${heads.map(([key, label]) => html`<option value=${key}>${label}</option>`)}
        </select>
      </div>
    </div>
    ${chosen.length > 0
      ? html`<div class="selection" role="region" aria-label="Selected connections">
          <strong role="status">${plural(chosen.length, 'connection')} selected</strong>
          ${can('clients:write')
            ? html`<button type="button" class="button compact" onClick=${() => setDialog('notice')}>Notice…</button>
                <button type="button" class="button compact danger" onClick=${() => setDialog('kick')}>Kick…</button>`
            : null}
          ${can('bans:write')
            ? html`<button type="button" class="button compact danger" onClick=${() => setDialog('ban')}>Ban…</button>`
            : null}
          <button type="button" class="button compact plain" onClick=${() => setSelected(new Set())}>Clear</button>
        </div>`
      : null}
    <${Shown} of=${clients} lines=${8}>
      ${() =>
        everyone.length === 0
          ? html`<${Empty} title="Nobody is connected.">
              People come in with <code>nc HOST 2323</code> or with the chat page. The overview says where the server
              listens.
            <//>`
          : shown.length === 0
            ? html`<${Empty} title="No connection matches.">
                <button type="button" class="button compact" onClick=${() => change({ filter: '' })}>Show all</button>
              <//>`
            : html`<div class="scroll" ref=${table}>
                <table class="list connections">
                  <thead>
                    <tr>
                      ${acts
                        ? html`<th scope="col" class="pick">
                            <input
                              type="checkbox"
                              aria-label="Select all that are shown"
                              checked=${allChosen}
                              onChange=${() =>
                                setSelected(allChosen ? new Set() : new Set(fitting.map(client => client.id)))}
                            />
                          </th>`
                        : null}
                      ${heads.map(
                        ([key, label, kind]) => html`<th
                          scope="col"
                          class=${kind}
                          aria-sort=${key === sort ? (direction === 'asc' ? 'ascending' : 'descending') : 'none'}
                        >
                          <button
                            type="button"
                            class="sort"
                            onClick=${() =>
                              change({
                                sort: key,
                                dir: key === sort ? (direction === 'asc' ? 'desc' : 'asc') : '',
                              })}
                          >
                            ${label}
                          </button>
                        </th>`,
                      )}
                      <th scope="col">Rooms</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${shown
                      .slice(0, rows)
                      .map(
                        client => html`<${Row}
                          key=${client.id}
                          client=${client}
                          acts=${acts}
                          clustered=${clustered}
                          chosen=${selected.has(client.id)}
                          toggle=${toggle}
                        />`,
                      )}
                  </tbody>
                </table>
              </div>`}
    <//>
    ${shown.length > rows
      ? html`<p class="more">
          <button type="button" class="button" onClick=${() => setRows(rows + ROWS)}>
            Show more (${count(shown.length - rows)} left)
          </button>
        </p>`
      : null}
    ${clients.data?.more
      ? html`<p class="note">There are more connections than these ${count(MOST)}: ${large ? `those with the largest ${large}` : 'the first that came'}. Sort by idle, lines or queue to have the largest.</p>`
      : null}
    ${dialog === 'notice' ? html`<${NoticeDialog} clients=${chosen} onClose=${close} />` : null}
    ${dialog === 'kick' ? html`<${KickDialog} clients=${chosen} onClose=${close} onDone=${done} />` : null}
    ${dialog === 'ban'
      ? html`<${BanDialog} clients=${chosen} everyone=${everyone} onClose=${close} onDone=${done} />`
      : null}
  `;
}

/** @type {[string, string, string][]} */
const HEADS = [
  ['name', 'Name', ''],
  ['address', 'Address', ''],
  ['node', 'Node', ''],
  ['connected', 'Connected', 'number since'],
  ['idle', 'Idle', 'number'],
  ['rate', 'Lines / s', 'number'],
  ['lines', 'Lines in', 'number'],
  ['queue', 'Queue', 'number'],
];

/**
 * Returns whether one is about to act on a row. Rows stay where they are then.
 *
 * @param {HTMLElement | null} table
 */
const isInUse = table => table !== null && (table.matches(':hover') || table.contains(document.activeElement));

/**
 * Returns the clients in the order that they had; new ones come last.
 *
 * @param {MeasuredClient[]} clients
 * @param {string[]} ids
 */
function steady(clients, ids) {
  const places = new Map(ids.map((id, place) => [id, place]));
  return clients
    .slice()
    .sort((one, other) => (places.get(one.id) ?? Infinity) - (places.get(other.id) ?? Infinity) || 0);
}

/**
 * @param {{client: MeasuredClient, acts: boolean, clustered: boolean, chosen: boolean,
 *   toggle: (id: string) => void}} props
 */
function Row({ client, acts, clustered, chosen, toggle }) {
  const connected = (Date.now() - Date.parse(client.connectedAt)) / 1000;
  const name = client.nick ?? '(no name yet)';
  const { go } = useApp();
  const to = address(['connections', client.id]);
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.target instanceof Element && event.target.closest('a, input, label, button') === null) {
      go(to);
    }
  };
  return html`<tr data-row class=${chosen ? 'chosen' : ''} onClick=${open}>
    ${acts
      ? html`<td class="pick">
          <input type="checkbox" aria-label=${'Select ' + name} checked=${chosen} onChange=${() => toggle(client.id)} />
        </td>`
      : null}
    <th scope="row">
      <${Link} to=${to} class=${client.nick === null ? 'quiet' : ''}>${name}<//>
      ${client.account === null ? null : html`${' '}<span class="badge" title="logged in to this account">${client.account === client.nick ? 'account' : client.account}</span>`}
    </th>
    <td data-label="Address"><code>${client.remoteAddress}</code> <span class="quiet small">${client.listener}${client.tls ? ', TLS' : ''}</span></td>
    ${clustered ? html`<td data-label="Node">${client.node ?? '–'}</td>` : null}
    <td class="number since" data-label="Connected">${duration(connected)}</td>
    <td class="number" data-label="Idle">${duration(client.idleSeconds)}</td>
    <td class=${'number' + (client.inRate >= 3 ? ' loud' : '')} data-label="Lines / s">${rate(client.inRate)}</td>
    <td class="number" data-label="Lines in">${count(client.linesIn)}</td>
    <td class=${'number' + (client.sendqBytes > 65536 ? ' loud' : '')} data-label="Queue">${bytes(client.sendqBytes)}</td>
    <td data-label="Rooms" class="rooms-cell">
      ${client.rooms.slice(0, 4).map((room, i) => html`${i > 0 ? ' ' : ''}<${Link} to=${roomAddress(room)}>#${room}<//>`)}
      ${client.rooms.length > 4 ? html`<span class="quiet"> +${client.rooms.length - 4}</span>` : null}
    </td>
  </tr>`;
}
