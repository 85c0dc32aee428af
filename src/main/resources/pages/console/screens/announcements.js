import { useState } from 'preact/hooks';
import { ask, get } from '../api.js';
import { clock, utf8Length } from '../format.js';
import { useCan, useLineBytes, useLoaded, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address } from '../router.js';
import { Ago, ByteCount, ChangeDialog, Empty, Field, Head, Link, Shown } from '../ui.js';

/** Says something to everyone, after a look at how it will be seen. */
export function Announcements() {
  useTitle('Announcements');
  const can = useCan();
  const limit = useLineBytes();
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const past = useLoaded(
    signal =>
      can('audit:read')
        ? get(['audit'], { query: { action: 'announce', limit: 20 }, signal })
        : Promise.resolve({ items: [] }),
    [],
  );
  const lines = text.split('\n');
  const unfit = text.trim() === '' || (limit > 0 && utf8Length(text) > limit);
  return html`
    <${Head} title="Announcements" sub="What the server says to everyone, in every room and by every way in." />
    <form
      class="panel stack"
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        setAsking(true);
      }}
    >
      <${Field} id="text" label="Text">
        <textarea
          id="text"
          rows="3"
          required
          value=${text}
          onInput=${(/** @type {any} */ e) => setText(e.currentTarget.value)}
        ></textarea>
        <${ByteCount} text=${text} limit=${limit} />
      <//>
      <section aria-labelledby="preview">
        <h2 id="preview" class="small-title">Preview</h2>
        <div class="preview">
          <p class="quiet small">in a terminal</p>
          <pre>${lines.map(line => `-- Announcement: ${line || '…'}`).join('\n')}</pre>
          <p class="quiet small">for programs, in JSON mode</p>
          <pre>${JSON.stringify({ type: 'notice', text: text || '…', scope: 'everyone' })}</pre>
        </div>
      </section>
      <div class="actions start">
        <button type="submit" class="button primary" disabled=${unfit}>Announce…</button>
      </div>
    </form>
    ${can('audit:read')
      ? html`<section aria-labelledby="past">
          <h2 id="past">Lately announced</h2>
          <${Shown} of=${past} lines=${2}>
            ${(/** @type {{items: import('../types.js').Change[]}} */ { items }) =>
              items.length === 0
                ? html`<${Empty} title="Nothing was announced yet.">Write above what everybody should know.<//>`
                : html`<ul class="cards">
                    ${items.map(
                      change => html`<li class="card-line">
                        <p>${String(change.after?.['text'] ?? '')}</p>
                        <p class="quiet small">
                          ${change.actor}, <${Ago} at=${change.at} />${change.reason ? `: ${change.reason}` : ''} ${' '}
                          <button type="button" class="link small" onClick=${() => setText(String(change.after?.['text'] ?? ''))}>Use again</button>
                        </p>
                      </li>`,
                    )}
                  </ul>`}
          <//>
          <p class="quiet small"><${Link} to=${address(['audit'], { action: 'announce' })}>All in the audit<//></p>
        </section>`
      : null}
    ${asking
      ? html`<${ChangeDialog}
          title="Announce to everyone"
          submit="Announce"
          suggestions=${['maintenance', 'information']}
          run=${async (/** @type {string} */ reason) => {
            await ask('POST', ['announcements'], { body: { text }, query: { reason } });
            setText('');
            return `Announced at ${clock(new Date())}.`;
          }}
          onClose=${() => setAsking(false)}
          onDone=${past.reload}
        >
          <blockquote>${text}</blockquote>
          <p>Everybody who is here sees it at once. It cannot be taken back.</p>
        <//>`
      : null}
  `;
}
