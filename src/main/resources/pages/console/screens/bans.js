import { useState } from 'preact/hooks';
import { ask, get } from '../api.js';
import { useApp, useCan, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address } from '../router.js';
import { ChangeDialog, FilterBox, Head, Shown, Tag } from '../ui.js';
import { BanList } from './banlist.js';
import { BanDialog } from './people.js';

/** @typedef {import('../types.js').Defence} Defence */

/** @type {[string, string, string][]} */
const LEVELS = [
  ['open', 'everyone', 'stays'],
  ['no-new-guests', 'those who log in', 'stays'],
  ['registered-only', 'those who log in', 'guests are told, and disconnected'],
  ['closed', 'admins who log in', 'guests are told, and disconnected; people with an account stay'],
];

/** Shows the emergency level, and the bans and mutes in force. */
export function Bans() {
  useTitle('Bans and emergency');
  const { route, go } = useApp();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [version, setVersion] = useState(0);
  const filter = route.query['filter'] ?? '';
  return html`
    <${Head} title="Bans and emergency" />
    ${can('clients:read') ? html`<${Emergency} />` : null}
    ${can('bans:write')
      ? html`<section aria-labelledby="bans">
          <div class="panel-head">
            <h2 id="bans">Bans and mutes</h2>
            <button type="button" class="button" onClick=${() => setAdding(true)}>Ban or mute…</button>
          </div>
          <div class="bar">
            <${FilterBox}
              value=${filter}
              label="Filter bans"
              placeholder="Filter: whom, room, reason, by"
              onInput=${(/** @type {string} */ value) => go(address(['bans'], { filter: value }), { replace: true })}
            />
          </div>
          <${BanList} filter=${filter} version=${version} />
        </section>`
      : null}
    ${adding ? html`<${BanDialog} onClose=${() => setAdding(false)} onDone=${() => setVersion(version + 1)} />` : null}
  `;
}

function Emergency() {
  const can = useCan();
  const [wanted, setWanted] = useState('');
  const defence = useLoaded(signal => get(['defence'], { signal }), [], 5000);
  return html`<section class="panel" aria-labelledby="emergency">
    <h2 id="emergency">Emergency level</h2>
    <${Shown} of=${defence} lines=${4}>
      ${(/** @type {Defence} */ now) => html`
        ${now.level !== 'open' && now.reason ? html`<p>Those who are not let in are told: <strong>${now.reason}</strong></p>` : null}
        <div class="scroll"><table class="list levels">
          <thead>
            <tr>
              <th scope="col">Level</th>
              <th scope="col">Who is let in</th>
              <th scope="col">Who is here</th>
              <th scope="col"><span class="unseen">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            ${LEVELS.map(
              ([level, comes, stays]) => html`<tr class=${level === now.level ? 'chosen' : ''} aria-current=${level === now.level}>
                <th scope="row">${level}</th>
                <td data-label="Let in">${comes}</td>
                <td data-label="Here">${stays}</td>
                <td class="acts">
                  ${level === now.level
                    ? html`<${Tag} kind=${level === 'open' ? 'good' : 'bad'}>in force<//>`
                    : can('clients:write')
                      ? html`<button type="button" class="button compact" onClick=${() => setWanted(level)}>Set…<span class="unseen"> ${level}</span></button>`
                      : null}
                </td>
              </tr>`,
            )}
          </tbody>
        </table></div>
      `}
    <//>
    ${wanted ? html`<${LevelDialog} level=${wanted} onClose=${() => setWanted('')} onDone=${defence.reload} />` : null}
  </section>`;
}

/**
 * Asks for a new emergency level, which has to be typed.
 *
 * @param {{level: string, reason?: string, onClose: () => void, onDone?: () => void}} props
 */
export function LevelDialog({ level, reason: preset, onClose, onDone }) {
  const [, comes, stays] = LEVELS.find(([code]) => code === level) ?? ['', '', ''];
  return html`<${ChangeDialog}
    title=${`Set the emergency level to ${level}`}
    submit="Set the level"
    danger=${level !== 'open'}
    typed=${level}
    suggestions=${level === 'open' ? ['it is calm again'] : [...(preset ? [preset] : []), 'raid', 'maintenance']}
    reasonHint=${level === 'open' ? 'It goes into the audit.' : 'Those who are not let in are told it, and it goes into the audit.'}
    run=${async (/** @type {string} */ reason) => {
      await ask('PUT', ['defence'], { body: { level, reason } });
      return `The emergency level is ${level}.`;
    }}
    onClose=${onClose}
    onDone=${onDone}
  >
    <dl class="facts">
      <div><dt>Let in</dt><dd>${comes}</dd></div>
      <div><dt>Who is here</dt><dd>${stays}</dd></div>
    </dl>
    <p>It acts at once, and survives a restart.</p>
  <//>`;
}
