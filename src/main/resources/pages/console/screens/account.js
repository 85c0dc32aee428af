import { useState } from 'preact/hooks';
import { ask, get } from '../api.js';
import { plural } from '../format.js';
import { useApp, useCan, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address } from '../router.js';
import { Ago, ChangeDialog, Empty, Field, Head, Link, Shown, Tag, Time } from '../ui.js';
import { Metadata } from './metadata.js';

/**
 * @typedef {import('../types.js').Account} Account
 * @typedef {import('../types.js').Certificate} Certificate
 */

/** Shows one account: the certificates that log in to it, and what its owner tells. */
export function AccountScreen() {
  const { me, route } = useApp();
  const can = useCan();
  const name = route.parts[0] ?? '';
  useTitle(name);
  const account = useLoaded(
    signal => /** @type {Promise<Account>} */ (get(['accounts', name], { signal })),
    [name],
  );
  const data = account.data;
  return html`
    <p class="crumbs"><${Link} to="accounts">Accounts<//></p>
    <${Head}
      title=${html`${data?.name ?? name} ${data?.admin ? html`<${Tag} kind="strong">admin<//> ` : null}${data?.disabled ? html`<${Tag} kind="bad">disabled<//>` : null}`}
      sub=${data === undefined ? null : html`Created <${Time} at=${data.createdAt} />, last login <${Ago} at=${data.lastLoginAt} />.`}
    >
      ${can('clients:read') && data !== undefined
        ? html`<${Link} class="button" to=${address(['connections'], { filter: 'account:' + data.name })}>Its connections<//>`
        : null}
      ${can('audit:read') && data !== undefined
        ? html`<${Link} class="button" to=${address(['audit'], { subject: data.name })}>Its audit<//>`
        : null}
    <//>
    ${account.problem?.code === 'no_such_account'
      ? html`<${Empty} title="There is no such account."><${Link} to="accounts">Go to those there are.<//><//>`
      : html`<${Shown} of=${account} lines=${6}>
          ${(/** @type {Account} */ one) => {
            const may = me.admin || !one.admin;
            return html`<${Certificates} account=${one.name} may=${may} />
              <${Metadata} path=${['accounts', one.name]} of=${one.name} may=${may} />`;
          }}
        <//>`}
  `;
}

/** @param {{account: string, may: boolean}} props */
function Certificates({ account, may }) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState('');
  const path = ['accounts', account, 'certificates'];
  const certificates = useLoaded(
    signal => /** @type {Promise<{items: Certificate[]}>} */ (get(path, { signal })),
    [account],
  );
  return html`
    <section class="panel">
      <div class="panel-head">
        <h2>Certificates</h2>
        ${may ? html`<button type="button" class="button" onClick=${() => setAdding(true)}>Add a certificate…</button>` : null}
      </div>
      <${Shown} of=${certificates} lines=${2}>
        ${(/** @type {{items: Certificate[]}} */ { items }) =>
          items.length === 0
            ? html`<${Empty} title="No certificate logs in to this account.">Its owner adds one with /cert add, or you do, by its SHA-256.<//>`
            : html`<div class="scroll"><table class="list">
                <caption class="unseen">${plural(items.length, 'certificate')}</caption>
                <thead><tr><th scope="col">SHA-256</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
                <tbody>
                  ${items.map(
                    ({ fingerprint }) => html`<tr key=${fingerprint} data-row>
                      <th scope="row"><code class="long">${fingerprint}</code></th>
                      <td class="acts">
                        ${may
                          ? html`<button type="button" class="button compact danger" onClick=${() => setRemoving(fingerprint)}>Remove…<span class="unseen"> ${fingerprint}</span></button>`
                          : null}
                      </td>
                    </tr>`,
                  )}
                </tbody>
              </table></div>`}
      <//>
    </section>
    ${adding
      ? html`<${ChangeDialog}
          title=${`Add a certificate to ${account}`}
          submit="Add"
          suggestions=${['asked for it', 'new machine']}
          run=${async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
            const fingerprint = String(form.get('fingerprint')).trim();
            await ask('POST', path, { body: { fingerprint }, query: { reason } });
            return `The certificate logs in to ${account} from now on.`;
          }}
          onClose=${() => setAdding(false)}
          onDone=${certificates.reload}
        >
          <${Field} id="fingerprint" label="Fingerprint" hint="its SHA-256: 64 hexadecimal digits, with colons or without">
            <input id="fingerprint" name="fingerprint" required autocomplete="off" autocapitalize="off" spellcheck=${false} />
          <//>
        <//>`
      : null}
    ${removing
      ? html`<${ChangeDialog}
          title=${`Remove a certificate of ${account}`}
          submit="Remove"
          danger
          suggestions=${['no longer needed', 'leaked', 'replaced']}
          run=${async (/** @type {string} */ reason) => {
            await ask('DELETE', [...path, removing], { query: { reason } });
            return `The certificate logs in to ${account} no more.`;
          }}
          onClose=${() => setRemoving('')}
          onDone=${certificates.reload}
        >
          <p><code class="long">${removing}</code></p>
          <p>Those who are logged in with it stay so; a new password ends their sessions.</p>
        <//>`
      : null}
  `;
}
