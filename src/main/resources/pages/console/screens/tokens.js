import { useState } from 'preact/hooks';
import { all, ask } from '../api.js';
import { plural } from '../format.js';
import { useApp, useCan, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { SCOPES } from '../scopes.js';
import { Ago, ChangeDialog, Check, CopyButton, Dialog, Empty, Field, FilterBox, Head, Shown, Time } from '../ui.js';
import { address } from '../router.js';

/** @typedef {import('../types.js').Token} Token */

/** Shows the tokens of programs. */
export function Tokens() {
  useTitle('Tokens');
  const { route, go } = useApp();
  const filter = route.query['filter'] ?? '';
  const [creating, setCreating] = useState(false);
  const [issued, setIssued] = useState(/** @type {{name: string, token: string} | null} */ (null));
  const [revoking, setRevoking] = useState(/** @type {Token | null} */ (null));
  const tokens = useLoaded(
    signal => /** @type {Promise<{items: Token[], more: boolean}>} */ (all(['tokens'], { signal })),
    [],
  );
  const wanted = filter.toLowerCase();
  const shown = (tokens.data?.items ?? []).filter(token =>
    [token.name, token.account ?? '', token.prefix, ...token.scopes].some(text => text.toLowerCase().includes(wanted)),
  );
  return html`
    <${Head} title="Tokens" sub=${tokens.data === undefined ? 'What programs log in with.' : plural(tokens.data.items.length, 'token')}>
      <button type="button" class="button primary" onClick=${() => setCreating(true)}>Create a token…</button>
    <//>
    <div class="bar">
      <${FilterBox} value=${filter} label="Filter tokens" placeholder="Filter: name, account or scope" onInput=${(/** @type {string} */ value) => go(address(['tokens'], { filter: value }), { replace: true })} />
    </div>
    <${Shown} of=${tokens}>
      ${() =>
        shown.length === 0
          ? html`<${Empty} title=${filter ? 'No token matches.' : 'There are no tokens yet.'}>
              ${filter ? 'Filter by a part of the name, account or scope.' : 'Create one for each program, with as few scopes as it needs: each can be revoked on its own.'}
            <//>`
          : html`<div class="scroll"><table class="list">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Begins with</th>
                  <th scope="col">Scopes</th>
                  <th scope="col">Account</th>
                  <th scope="col">Last used</th>
                  <th scope="col">Expires</th>
                  <th scope="col"><span class="unseen">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                ${shown.map(
                  token => html`<tr key=${token.id} data-row>
                    <th scope="row">${token.name}</th>
                    <td data-label="Begins with"><code>${token.prefix}…</code></td>
                    <td data-label="Scopes"><span class="marks">${token.scopes.map(scope => html`<span class="badge">${scope}</span> `)}</span></td>
                    <td data-label="Account">${token.account ?? html`<span class="quiet">–</span>`}</td>
                    <td data-label="Last used"><${Ago} at=${token.lastUsedAt} /></td>
                    <td data-label="Expires">${token.expiresAt === null ? html`<span class="quiet">never</span>` : html`<${Time} at=${token.expiresAt} />`}</td>
                    <td class="acts">
                      <button type="button" class="button compact danger" onClick=${() => setRevoking(token)}>Revoke…<span class="unseen"> ${token.name}</span></button>
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
    ${creating
      ? html`<${CreateDialog}
          onClose=${() => setCreating(false)}
          onIssued=${(/** @type {{name: string, token: string}} */ token) => {
            setIssued(token);
            tokens.reload();
          }}
        />`
      : null}
    ${issued && !creating ? html`<${IssuedDialog} ...${issued} onClose=${() => setIssued(null)} />` : null}
    ${revoking
      ? html`<${ChangeDialog}
          title=${`Revoke the token ${revoking.name}`}
          submit="Revoke"
          danger
          suggestions=${['no longer needed', 'leaked', 'replaced']}
          run=${async (/** @type {string} */ reason) => {
            await ask('DELETE', ['tokens', revoking.id], { query: { reason } });
            return `The token ${revoking.name} was revoked.`;
          }}
          onClose=${() => setRevoking(null)}
          onDone=${tokens.reload}
        >
          <p>The program that has it is refused from now on, and its streams end. It cannot be undone.</p>
        <//>`
      : null}
  `;
}

/** @type {[string, string][]} */
const LIVES = [
  ['1', '1 day'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '1 year'],
  ['', 'never'],
];

const DAY = 86_400_000;

/** @param {{onClose: () => void, onIssued: (token: {name: string, token: string}) => void}} props */
function CreateDialog({ onClose, onIssued }) {
  const can = useCan();
  const run = async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
    const days = Number(form.get('life') || 0);
    const account = String(form.get('account') ?? '').trim();
    const token = await ask('POST', ['tokens'], {
      body: {
        name: String(form.get('name')).trim(),
        scopes: form.getAll('scope'),
        expiresAt: days > 0 ? new Date(Date.now() + days * DAY).toISOString() : null,
        ...(account ? { account } : {}),
      },
      query: { reason },
    });
    onIssued(token);
  };
  return html`<${ChangeDialog} title="Create a token" submit="Create" wide suggestions=${['for a script', 'for monitoring', 'replaces another']} run=${run} onClose=${onClose}>
    <div class="row fields">
      <${Field} id="name" label="Name" hint="It goes by it in rooms.">
        <input id="name" name="name" required autocomplete="off" autocapitalize="off" spellcheck=${false} />
      <//>
      <${Field} id="life" label="Expires">
        <select id="life" name="life">
          ${LIVES.map(([days, label]) => html`<option value=${days} selected=${days === '90'}>${days ? 'in ' : ''}${label}</option>`)}
        </select>
      <//>
      ${can('accounts:write')
        ? html`<${Field} id="account" label="Account" hint="empty: it stands alone"><input id="account" name="account" autocomplete="off" autocapitalize="off" /><//>`
        : null}
    </div>
    <fieldset class="switches">
      <legend>Scopes</legend>
      ${SCOPES.filter(scope => can(scope.code)).map(
        scope => html`<${Check} name="scope" value=${scope.code}><code>${scope.code}</code> <span class="hint">${scope.text}</span><//>`,
      )}
    </fieldset>
  <//>`;
}

/** @param {{name: string, token: string, onClose: () => void}} props */
const IssuedDialog = ({ name, token, onClose }) =>
  html`<${Dialog} title=${`The token ${name}`} onClose=${onClose}>
    <p class="note warn"><strong>It is shown this once.</strong> Copy it to where it is used; nobody can look it up later.</p>
    <div class="secret">
      <code>${token}</code>
      <${CopyButton} text=${token} label="Copy the token" />
    </div>
    <p class="quiet small">Over HTTP: <code>Authorization: Bearer TOKEN</code>. By line: <code>/login TOKEN</code>.</p>
    <div class="actions"><button type="button" class="button primary" onClick=${onClose}>I have it</button></div>
  <//>`;
