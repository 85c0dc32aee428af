import { useState } from 'preact/hooks';
import { all, ask } from '../api.js';
import { browserName } from '../format.js';
import { useApp, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { KINDS } from '../scopes.js';
import { Ago, ChangeDialog, Empty, Head, Shown, Tag } from '../ui.js';

/** @typedef {import('../types.js').BrowserSession} BrowserSession */

/** Shows who is logged in to the console, and ends sessions. */
export function Sessions() {
  useTitle('Browser sessions');
  const { me, logOut } = useApp();
  const [ending, setEnding] = useState(/** @type {BrowserSession | null} */ (null));
  const sessions = useLoaded(
    signal =>
      /** @type {Promise<{items: BrowserSession[], more: boolean}>} */ (
        all(['console-sessions'], { signal })
      ),
    [],
    15_000,
  );
  return html`
    <${Head}
      title="Browser sessions"
      sub="Who is logged in to the console, and where. A session ends after 30 minutes of quiet, and after 12 hours at most."
    >
      <button type="button" class="button" onClick=${() => logOut(false)}>Log out here</button>
      <button type="button" class="button danger" onClick=${() => logOut(true)}>Log out everywhere</button>
    <//>
    <${Shown} of=${sessions}>
      ${(/** @type {{items: BrowserSession[]}} */ { items }) =>
        items.length === 0
          ? html`<${Empty} title="There are no sessions.">Log in to begin one.<//>`
          : html`<div class="scroll"><table class="list">
              <thead>
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">Browser</th>
                  <th scope="col">Address</th>
                  <th scope="col">Begun</th>
                  <th scope="col">Last used</th>
                  <th scope="col">Ends</th>
                  <th scope="col"><span class="unseen">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                ${items.map(
                  session => html`<tr key=${session.id} data-row class=${session.current ? 'chosen' : ''}>
                    <th scope="row">
                      ${session.name} <span class="quiet small">${KINDS[session.kind] ?? session.kind}</span>
                      ${session.current ? html` <${Tag} kind="good">this one<//>` : null}
                    </th>
                    <td data-label="Browser" title=${session.userAgent ?? ''}>${browserName(session.userAgent)}</td>
                    <td data-label="Address"><code>${session.address}</code></td>
                    <td data-label="Begun"><${Ago} at=${session.createdAt} /></td>
                    <td data-label="Last used"><${Ago} at=${session.lastUsedAt} /></td>
                    <td data-label="Ends"><${Ago} at=${session.expiresAt} /></td>
                    <td class="acts">
                      ${session.current
                        ? null
                        : html`<button type="button" class="button compact danger" onClick=${() => setEnding(session)}>
                            End…<span class="unseen"> the session of ${session.name}</span>
                          </button>`}
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
    <p class="quiet small">Log out everywhere ends every session of ${me.name}, this one too.</p>
    ${ending
      ? html`<${ChangeDialog}
          title=${`End the session of ${ending.name}`}
          submit="End it"
          danger
          suggestions=${['left open', 'not me']}
          run=${async (/** @type {string} */ reason) => {
            await ask('DELETE', ['console-sessions', ending.id], { query: { reason } });
            return `The session of ${ending.name} was ended.`;
          }}
          onClose=${() => setEnding(null)}
          onDone=${sessions.reload}
        >
          <p>${browserName(ending.userAgent)} at <code>${ending.address}</code> has to log in again.</p>
        <//>`
      : null}
  `;
}
