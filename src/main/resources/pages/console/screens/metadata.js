import { useState } from 'preact/hooks';
import { ask, get } from '../api.js';
import { useLoaded } from '../hooks.js';
import { html } from '../../shared/html.js';
import { ChangeDialog, Empty, Field, Shown } from '../ui.js';

/** @typedef {{values: Record<string, string>}} Values */

/**
 * Shows what a room or the owner of an account tells of itself, and changes it.
 *
 * @param {{path: string[], of: string, may: boolean}} props `path` is the resource that the metadata belongs to, `of` its
 *   name for people
 */
export function Metadata({ path, of, may }) {
  const [changing, setChanging] = useState(/** @type {string | null} */ (null));
  const [removing, setRemoving] = useState('');
  const resource = [...path, 'metadata'];
  const metadata = useLoaded(
    signal => /** @type {Promise<Values>} */ (get(resource, { signal })),
    [path],
  );
  const values = metadata.data?.values ?? {};
  const patch = async (/** @type {string} */ key, /** @type {string | null} */ value, /** @type {string} */ reason) =>
    metadata.set(await ask('PATCH', resource, { body: { values: { [key]: value } }, query: { reason } }));
  return html`
    <section class="panel">
      <div class="panel-head">
        <h2>Metadata</h2>
        ${may ? html`<button type="button" class="button" onClick=${() => setChanging('')}>Set a value…</button>` : null}
      </div>
      <${Shown} of=${metadata} lines=${2}>
        ${() =>
          Object.keys(values).length === 0
            ? html`<${Empty} title=${`Nothing is told of ${of}.`}>People tell something with /describe: a url or a display-name, for example.<//>`
            : html`<div class="scroll"><table class="list">
                <thead><tr><th scope="col">Key</th><th scope="col">Value</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
                <tbody>
                  ${Object.entries(values).map(
                    ([key, value]) => html`<tr key=${key} data-row>
                      <th scope="row"><code>${key}</code></th>
                      <td data-label="Value">${value}</td>
                      <td class="acts">
                        ${may
                          ? html`<button type="button" class="button compact" onClick=${() => setChanging(key)}>Change…<span class="unseen"> ${key}</span></button>
                              <button type="button" class="button compact danger" onClick=${() => setRemoving(key)}>Remove…<span class="unseen"> ${key}</span></button>`
                          : null}
                      </td>
                    </tr>`,
                  )}
                </tbody>
              </table></div>`}
      <//>
    </section>
    ${changing === null
      ? null
      : html`<${ChangeDialog}
          title=${changing ? `Change ${changing} of ${of}` : `Set a value of ${of}`}
          submit="Set"
          run=${async (/** @type {string} */ reason, /** @type {FormData} */ form) => {
            const key = changing || String(form.get('key')).trim();
            await patch(key, String(form.get('value')), reason);
            return `${key} of ${of} was set.`;
          }}
          onClose=${() => setChanging(null)}
        >
          ${changing
            ? null
            : html`<${Field} id="key" label="Key" hint="1 to 40 of a-z 0-9 _ . / -, such as url">
                <input id="key" name="key" required autocomplete="off" autocapitalize="off" spellcheck=${false} />
              <//>`}
          <${Field} id="value" label="Value" hint="Everybody who sees the room or the person sees it.">
            <input id="value" name="value" required autocomplete="off" defaultValue=${values[changing] ?? ''} />
          <//>
        <//>`}
    ${removing
      ? html`<${ChangeDialog}
          title=${`Remove ${removing} of ${of}`}
          submit="Remove"
          danger
          run=${async (/** @type {string} */ reason) => {
            await patch(removing, null, reason);
            return `${removing} of ${of} was removed.`;
          }}
          onClose=${() => setRemoving('')}
        />`
      : null}
  `;
}
