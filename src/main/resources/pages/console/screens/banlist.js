import { useEffect, useState } from 'preact/hooks';
import { all, ask } from '../api.js';
import { useCan, useLoaded } from '../hooks.js';
import { html } from '../../shared/html.js';
import { roomAddress } from '../router.js';
import { Ago, ChangeDialog, Empty, Link, Shown, Tag, Time } from '../ui.js';

/** @typedef {import('../types.js').Ban} Ban */

/** Names whom a ban hits. @param {Ban} ban */
export const targetOf = ban => ban.nick ?? ban.account ?? ban.address ?? ban.mask ?? '';

/** @param {Ban} ban */
const kindOf = ban => (ban.nick !== null ? 'name' : ban.account !== null ? 'account' : ban.address !== null ? 'address' : 'mask');

/**
 * Returns the bans in force: those of a room, or all.
 *
 * @param {AbortSignal} [signal]
 * @param {string} [room]
 */
export const loadBans = (signal, room) =>
  /** @type {Promise<{items: Ban[], more: boolean}>} */ (
    all(['bans'], { ...(signal ? { signal } : {}), ...(room ? { query: { room } } : {}) })
  );

/**
 * Lists bans and mutes: those of a room, or all.
 *
 * @param {{room?: string, filter?: string, version: number}} props a new `version` has them loaded
 *   anew
 */
export function BanList({ room, filter = '', version }) {
  const can = useCan();
  const [lifting, setLifting] = useState(/** @type {Ban | null} */ (null));
  const bans = useLoaded(signal => loadBans(signal, room), [room ?? ''], 10_000);
  useEffect(() => {
    if (version > 0) {
      bans.reload();
    }
  }, [version]);
  const wanted = filter.toLowerCase();
  const shown = (bans.data?.items ?? [])
    .filter(ban => [targetOf(ban), ban.reason, ban.by, ban.room ?? ''].some(text => text.toLowerCase().includes(wanted)))
    .reverse();
  return html`
    <${Shown} of=${bans}>
      ${() =>
        shown.length === 0
          ? html`<${Empty} title=${filter ? 'No ban matches.' : room ? 'Nobody is banned or muted in this room.' : 'Nobody is banned or muted.'}>
              ${filter ? 'Filter by a part of the name, address or reason.' : 'Ban somebody from the connections, from a name in the log of a room, or with the button above.'}
            <//>`
          : html`<div class="scroll"><table class="list">
              <thead>
                <tr>
                  <th scope="col">Whom</th>
                  <th scope="col">What</th>
                  ${room === undefined ? html`<th scope="col">Where</th>` : null}
                  <th scope="col">Until</th>
                  <th scope="col">Reason</th>
                  <th scope="col">By</th>
                  <th scope="col"><span class="unseen">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                ${shown.map(
                  ban => html`<tr key=${ban.id} data-row>
                    <th scope="row">${targetOf(ban)} <span class="quiet small">${kindOf(ban)}</span></th>
                    <td data-label="What"><${Tag} kind=${ban.kind === 'ban' ? 'bad' : 'warn'}>${ban.kind}<//></td>
                    ${room === undefined
                      ? html`<td data-label="Where">${ban.room === null ? 'server' : html`<${Link} to=${roomAddress(ban.room, 'bans')}>#${ban.room}<//>`}</td>`
                      : null}
                    <td data-label="Until">${ban.until === null ? 'for good' : html`<${Time} at=${ban.until} /> <span class="quiet small">(<${Ago} at=${ban.until} />)</span>`}</td>
                    <td data-label="Reason">${ban.reason || html`<span class="quiet">–</span>`}</td>
                    <td data-label="By">${ban.by} <span class="quiet small"><${Ago} at=${ban.createdAt} /></span></td>
                    <td class="acts">
                      ${can('bans:write')
                        ? html`<button type="button" class="button compact" onClick=${() => setLifting(ban)}>
                            Lift…<span class="unseen"> ${targetOf(ban)}</span>
                          </button>`
                        : null}
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
    ${lifting ? html`<${LiftDialog} ban=${lifting} onClose=${() => setLifting(null)} onDone=${bans.reload} />` : null}
  `;
}

/** @param {{ban: Ban, onClose: () => void, onDone?: () => void}} props */
export const LiftDialog = ({ ban, onClose, onDone }) =>
  html`<${ChangeDialog}
    title=${`Lift the ${ban.kind} on ${targetOf(ban)}`}
    submit="Lift"
    suggestions=${['appealed', 'by mistake']}
    run=${async (/** @type {string} */ reason) => {
      await ask('DELETE', ['bans', ban.id], { query: { reason } });
      return `The ${ban.kind} on ${targetOf(ban)} was lifted.`;
    }}
    onClose=${onClose}
    onDone=${onDone}
  >
    <dl class="facts">
      <div><dt>Where</dt><dd>${ban.room === null ? 'the whole server' : '#' + ban.room}</dd></div>
      <div><dt>Until</dt><dd>${ban.until === null ? 'for good' : html`<${Time} at=${ban.until} />`}</dd></div>
      <div><dt>Reason</dt><dd>${ban.reason || '–'}</dd></div>
      <div><dt>By</dt><dd>${ban.by}</dd></div>
    </dl>
  <//>`;
