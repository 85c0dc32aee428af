import { useState } from 'preact/hooks';
import { all, ask } from '../api.js';
import { count, plural } from '../format.js';
import { useApp, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address } from '../router.js';
import { Ago, ChangeDialog, Check, Empty, Field, FilterBox, Head, Link, Shown, Tag, Time } from '../ui.js';

/** @typedef {import('../types.js').Account} Account */

const MOST = 500;

/** Shows the accounts. */
export function Accounts() {
  useTitle('Accounts');
  const { me, route, go } = useApp();
  const filter = route.query['filter'] ?? '';
  const only = route.query['only'] ?? '';
  const [creating, setCreating] = useState(false);
  const [acting, setActing] = useState(/** @type {{what: string, account: Account} | null} */ (null));
  const accounts = useLoaded(
    signal =>
      /** @type {Promise<{items: Account[], more: boolean}>} */ (
        all(
          ['accounts'],
          {
            query: {
              part: filter,
              ...(only === 'admin' ? { admin: 'true' } : {}),
              ...(only === 'disabled' ? { disabled: 'true' } : {}),
            },
            signal,
          },
          MOST,
        )
      ),
    [filter, only],
  );
  const change = (/** @type {Record<string, string>} */ query) =>
    go(address(['accounts'], { filter, only, ...query }), { replace: true });
  const may = (/** @type {Account} */ account) => me.admin || !account.admin;
  return html`
    <${Head}
      title="Accounts"
      sub=${accounts.data === undefined
        ? 'What people log in to, and whom names belong to.'
        : accounts.data.more
          ? `The first ${count(accounts.data.items.length)} are shown.`
          : plural(accounts.data.items.length, 'account')}
    >
      <button type="button" class="button primary" onClick=${() => setCreating(true)}>Create an account…</button>
    <//>
    <div class="bar">
      <${FilterBox} value=${filter} label="Filter accounts" placeholder="Filter: part of the name" onInput=${(/** @type {string} */ value) => change({ filter: value })} />
      <div class="segments" role="group" aria-label="Which accounts">
        ${[
          ['', 'All'],
          ['admin', 'Admins'],
          ['disabled', 'Disabled'],
        ].map(
          ([code, label]) => html`<button type="button" aria-pressed=${only === code} onClick=${() => change({ only: code ?? '' })}>${label}</button>`,
        )}
      </div>
    </div>
    <${Shown} of=${accounts} lines=${6}>
      ${(/** @type {{items: Account[]}} */ { items }) =>
        items.length === 0
          ? html`<${Empty} title=${filter || only ? 'No account matches.' : 'There are no accounts yet.'}>
              ${filter || only
                ? html`<button type="button" class="button compact" onClick=${() => go('accounts', { replace: true })}>Show all</button>`
                : 'People register with /register, or you create one for them.'}
            <//>`
          : html`<div class="scroll"><table class="list">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">State</th>
                  <th scope="col">Created</th>
                  <th scope="col">Last login</th>
                  <th scope="col"><span class="unseen">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                ${items.map(
                  account => html`<tr key=${account.name} data-row>
                    <th scope="row"><${Link} to=${address(['accounts', account.name])} title="Its certificates and metadata">${account.name}<//></th>
                    <td data-label="State">
                      ${account.admin ? html`<${Tag} kind="strong">admin<//> ` : null}
                      ${account.disabled ? html`<${Tag} kind="bad">disabled<//>` : account.admin ? null : html`<span class="quiet">–</span>`}
                    </td>
                    <td data-label="Created"><${Time} at=${account.createdAt} /></td>
                    <td data-label="Last login"><${Ago} at=${account.lastLoginAt} /></td>
                    <td class="acts">
                      ${may(account)
                        ? html`<button type="button" class="button compact" onClick=${() => setActing({ what: 'change', account })}>Change…<span class="unseen"> ${account.name}</span></button>
                            <button type="button" class="button compact" onClick=${() => setActing({ what: 'password', account })}>Password…<span class="unseen"> of ${account.name}</span></button>
                            <button type="button" class="button compact danger" onClick=${() => setActing({ what: 'delete', account })}>Delete…<span class="unseen"> ${account.name}</span></button>`
                        : html`<span class="quiet small">admins only</span>`}
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
    <//>
    ${creating ? html`<${CreateDialog} onClose=${() => setCreating(false)} onDone=${accounts.reload} />` : null}
    ${acting
      ? html`<${ActDialog} ...${acting} onClose=${() => setActing(null)} onDone=${accounts.reload} />`
      : null}
  `;
}

/** @param {{hint?: string}} props */
const PasswordField = ({ hint = 'The server says how long it has to be.' }) =>
  html`<${Field} id="password" label="Password" hint=${hint}>
    <input id="password" name="password" type="password" required autocomplete="new-password" />
  <//>`;

/** @param {{onClose: () => void, onDone: () => void}} props */
function CreateDialog({ onClose, onDone }) {
  const { me } = useApp();
  return html`<${ChangeDialog}
    title="Create an account"
    submit="Create"
    suggestions=${['new colleague', 'asked for it']}
    run=${async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
      const account = await ask('POST', ['accounts'], {
        body: {
          name: String(form.get('name')).trim(),
          password: String(form.get('password')),
          admin: form.get('admin') !== null,
        },
        query: { reason },
      });
      return `The account ${account.name} was created.`;
    }}
    onClose=${onClose}
    onDone=${onDone}
  >
    <${Field} id="name" label="Name" hint="1 to 32 letters, digits, - or _">
      <input id="name" name="name" required autocomplete="off" autocapitalize="off" spellcheck=${false} />
    <//>
    <${PasswordField} />
    ${me.admin ? html`<${Check} name="admin">Admin <span class="hint">may do in every room what its owner may, and use the API and this console</span><//>` : null}
  <//>`;
}

/** @param {{what: string, account: Account, onClose: () => void, onDone: () => void}} props */
function ActDialog({ what, account, onClose, onDone }) {
  const { me } = useApp();
  const { name } = account;
  if (what === 'password') {
    return html`<${ChangeDialog}
      title=${`Set a new password for ${name}`}
      submit="Set it"
      run=${async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
        await ask('PATCH', ['accounts', name], { body: { password: String(form.get('password')) }, query: { reason } });
        return `${name} has a new password.`;
      }}
      onClose=${onClose}
      onDone=${onDone}
    >
      <${PasswordField} />
      <p>What the old one opened ends: other sessions, browser sessions, resume tokens and streams.</p>
    <//>`;
  }
  if (what === 'delete') {
    return html`<${ChangeDialog}
      title=${`Delete the account ${name}`}
      submit="Delete"
      danger
      typed=${name}
      run=${async (/** @type {string} */ reason) => {
        await ask('DELETE', ['accounts', name], { query: { reason } });
        return `The account ${name} was deleted.`;
      }}
      onClose=${onClose}
      onDone=${onDone}
    >
      <p class="note bad">It cannot be undone. Its tokens and roles go with it, and the name is free for anybody. Disable it instead to keep the name.</p>
    <//>`;
  }
  return html`<${ChangeDialog}
    title=${`Change the account ${name}`}
    submit="Change"
    run=${async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
      const wanted = String(form.get('name')).trim();
      await ask('PATCH', ['accounts', name], {
        body: {
          ...(wanted === name ? {} : { name: wanted }),
          disabled: form.get('disabled') !== null,
          alwaysOn: form.get('alwaysOn') !== null,
          ...(me.admin ? { admin: form.get('admin') !== null } : {}),
        },
        query: { reason },
      });
      return `The account ${wanted} was changed.`;
    }}
    onClose=${onClose}
    onDone=${onDone}
  >
    <${Field} id="name" label="Name" hint="Those who are logged in are renamed with it.">
      <input id="name" name="name" required autocomplete="off" autocapitalize="off" defaultValue=${name} />
    <//>
    <fieldset class="switches">
      <legend>State</legend>
      <${Check} name="disabled" checked=${account.disabled}>Disabled <span class="hint">nobody logs in to it; who is logged in becomes a guest</span><//>
      <${Check} name="alwaysOn" checked=${account.alwaysOn}>Always on <span class="hint">stays in the rooms without a connection</span><//>
      ${me.admin ? html`<${Check} name="admin" checked=${account.admin}>Admin <span class="hint">may do everything, here as well</span><//>` : null}
    </fieldset>
  <//>`;
}
