import { useEffect, useState } from 'preact/hooks';
import { ask, get } from '../api.js';
import { differences, isThatBan, KNOWN_ACTIONS, undo, worded } from '../changes.js';
import { asProblem, useApp, useCan, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { address } from '../router.js';
import { ChangeDialog, Dialog, Empty, Field, Head, ProblemBox, Skeleton, Time } from '../ui.js';
import { LiftDialog, loadBans } from './banlist.js';
import { LevelDialog } from './bans.js';
import { BanDialog } from './people.js';

/**
 * @typedef {import('../types.js').Change} Change
 * @typedef {import('../changes.js').Undo} Undo
 */

const FILTERS = ['actor', 'action', 'subject', 'since', 'until'];

/** Actions whose text is shown at once. */
const QUOTED = ['announce', 'client.notice'];

/** Shows who changed what, when and why, the newest first. */
export function Audit() {
  useTitle('Audit');
  const { route, go } = useApp();
  const query = Object.fromEntries(FILTERS.map(name => [name, route.query[name] ?? '']));
  const key = JSON.stringify(query);
  const [pages, setPages] = useState(/** @type {import('../types.js').Page<Change>[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import('../api.js').Problem | null} */ (null));
  const load = async (/** @type {string | null} */ cursor) => {
    setProblem(null);
    try {
      const page = await get(['audit'], { query: { ...query, cursor } });
      setPages(old => (cursor === null || old === null ? [page] : [...old, page]));
    } catch (failure) {
      setProblem(asProblem(failure));
    }
  };
  useEffect(() => {
    setPages(null);
    load(null);
  }, [key]);
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const text = (/** @type {string} */ name) => String(form.get(name) ?? '').trim();
    go(
      address(['audit'], {
        actor: text('actor'),
        action: text('action'),
        subject: text('subject'),
        since: instant(text('since')),
        until: instant(text('until')),
      }),
    );
  };
  const next = pages?.[pages.length - 1]?.next ?? null;
  const changes = pages?.flatMap(page => page.items) ?? [];
  const filtered = FILTERS.some(name => query[name]);
  const [open, setOpen] = useState(0);
  return html`
    <${Head} title="Audit" sub="Every change by HTTP, by this console or by a moderator's command.">
      <button type="button" class="button" onClick=${() => load(null)}>Refresh</button>
    <//>
    <form class="filters panel" onSubmit=${submit} key=${key} role="search" aria-label="Filter the audit">
      <${Field} id="actor" label="By"><input id="actor" name="actor" data-filter defaultValue=${query['actor']} autocomplete="off" autocapitalize="off" placeholder="anybody" /><//>
      <${Field} id="action" label="Action">
        <select id="action" name="action">
          <option value="">any</option>
          ${KNOWN_ACTIONS.map(action => html`<option value=${action} selected=${action === query['action']}>${action}</option>`)}
        </select>
      <//>
      <${Field} id="subject" label="On"><input id="subject" name="subject" defaultValue=${query['subject']} autocomplete="off" autocapitalize="off" placeholder="room, name, address" /><//>
      <${Field} id="since" label="Since"><input id="since" name="since" type="datetime-local" defaultValue=${local(query['since'])} /><//>
      <${Field} id="until" label="Until"><input id="until" name="until" type="datetime-local" defaultValue=${local(query['until'])} /><//>
      <div class="row end">
        <button type="submit" class="button primary">Filter</button>
        ${filtered ? html`<button type="button" class="button" onClick=${() => go('audit')}>Clear</button>` : null}
      </div>
    </form>
    <${ProblemBox} problem=${problem} retry=${() => load(next)} />
    ${pages === null
      ? problem === null
        ? html`<${Skeleton} lines=${8} />`
        : null
      : changes.length === 0
        ? html`<${Empty} title=${filtered ? 'No change matches.' : 'Nothing was changed yet.'}>
            ${filtered ? 'Names and actions are compared whole. Clear the filter to see everything.' : 'Kick, ban, create or change something, and it is here.'}
          <//>`
        : html`<ul class="audit">
            ${changes.map(
              change => html`<${Entry}
                key=${change.id}
                change=${change}
                open=${open === change.id}
                toggle=${() => setOpen(open === change.id ? 0 : change.id)}
                onUndone=${() => load(null)}
              />`,
            )}
          </ul>`}
    ${next ? html`<p class="more"><button type="button" class="button" onClick=${() => load(next)}>Older changes</button></p>` : null}
  `;
}

/** @param {string} text of a field for local times */
function instant(text) {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

/** @param {string | undefined} iso */
function local(iso) {
  if (!iso) {
    return '';
  }
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? ''
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @param {{change: Change, open: boolean, toggle: () => void, onUndone: () => void}} props */
function Entry({ change, open, toggle, onUndone }) {
  const rows = differences(change.before, change.after);
  const id = 'change-' + change.id;
  return html`<li data-row class=${open ? 'open' : ''}>
    <button type="button" class="entry" aria-expanded=${open} aria-controls=${id} onClick=${toggle}>
      <span class="entry-time"><${Time} at=${change.at} /></span>
      <span class="entry-what">
        <strong>${change.actor}</strong> ${worded(change.action)} <strong>${change.subject}</strong>
        ${QUOTED.includes(change.action) && change.after?.['text'] ? html`: “${change.after['text']}”` : null}
        ${change.reason ? html`<span class="quiet">${' '}for: ${change.reason}</span>` : null}
      </span>
    </button>
    ${open
      ? html`<div class="entry-body" id=${id}>
          <p class="quiet small">
            <code>${change.action}</code> by ${change.actor} (${change.actorKind}) from <code>${change.address}</code>, number ${change.id}
          </p>
          ${rows.length === 0
            ? html`<p class="quiet">Nothing of before and after is on record.</p>`
            : html`<div class="scroll"><table class="diff">
                <thead><tr><th scope="col"><span class="unseen">Member</span></th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
                <tbody>
                  ${rows.map(
                    row => html`<tr class=${row.differs ? 'differs' : ''}>
                      <th scope="row">${row.name}</th>
                      <td class="before">${change.before === null ? '' : row.before}</td>
                      <td class="after">${change.after === null ? '' : row.after}</td>
                    </tr>`,
                  )}
                </tbody>
              </table></div>`}
          <${UndoPart} change=${change} onUndone=${onUndone} />
        </div>`
      : null}
  </li>`;
}

/** What scope an undo needs. @param {Undo} way */
function scopeOf(way) {
  if (!way.possible) {
    return '';
  }
  switch (way.kind) {
    case 'lift':
    case 'ban':
      return 'bans:write';
    case 'defence':
      return 'clients:write';
    default:
      return way.path[0] === 'accounts' ? 'accounts:write' : 'rooms:write';
  }
}

/** @param {{change: Change, onUndone: () => void}} props */
function UndoPart({ change, onUndone }) {
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const way = undo(change);
  if (!way.possible) {
    return html`<p class="quiet small">${way.why}</p>`;
  }
  if (!can(scopeOf(way))) {
    return null;
  }
  return html`<p>
    <button type="button" class="button compact" onClick=${() => setAsking(true)}>Undo: ${way.label}…</button>
    ${asking ? html`<${UndoDialog} way=${way} change=${change} onClose=${() => setAsking(false)} onDone=${onUndone} />` : null}
  </p>`;
}

/**
 * @param {{way: Extract<Undo, {possible: true}>, change: Change, onClose: () => void,
 *   onDone: () => void}} props
 */
function UndoDialog({ way, change, onClose, onDone }) {
  if (way.kind === 'defence') {
    return html`<${LevelDialog} level=${way.level} reason=${way.reason} onClose=${onClose} onDone=${onDone} />`;
  }
  if (way.kind === 'ban') {
    const { ban } = way;
    return html`<${BanDialog}
      preset=${{
        target: String(ban['target']),
        kind: String(ban['kind']),
        room: ban['room'] === null ? null : String(ban['room']),
        reason: String(ban['reason'] ?? ''),
      }}
      onClose=${onClose}
      onDone=${onDone}
    />`;
  }
  if (way.kind === 'lift') {
    return html`<${LiftUndo} state=${way.ban} onClose=${onClose} onDone=${onDone} />`;
  }
  return html`<${ChangeDialog}
    title=${`Undo: ${change.subject}`}
    submit=${way.label}
    suggestions=${['by mistake']}
    run=${async (/** @type {string} */ reason) => {
      await ask(way.method, way.path, {
        ...(way.body === undefined ? {} : { body: way.body }),
        query: { reason },
      });
      return `${change.subject} is as it was.`;
    }}
    onClose=${onClose}
    onDone=${onDone}
  >
    <p>It is set back as it was before this change, whatever was changed since:</p>
    <dl class="facts">
      ${Object.entries(/** @type {Record<string, unknown>} */ (way.body ?? { role: 'none' })).map(
        ([name, value]) => html`<div><dt>${name}</dt><dd>${typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd></div>`,
      )}
    </dl>
  <//>`;
}

/**
 * @param {{state: import('../types.js').State, onClose: () => void, onDone: () => void}} props
 */
function LiftUndo({ state, onClose, onDone }) {
  const [ban, setBan] = useState(/** @type {import('../types.js').Ban | null | undefined} */ (undefined));
  const [problem, setProblem] = useState(/** @type {import('../api.js').Problem | null} */ (null));
  useEffect(() => {
    loadBans().then(
      ({ items }) => setBan(items.find(one => isThatBan(one, state)) ?? null),
      failure => setProblem(asProblem(failure)),
    );
  }, []);
  if (ban) {
    return html`<${LiftDialog} ban=${ban} onClose=${onClose} onDone=${onDone} />`;
  }
  return html`<${Dialog} title="Lift it" onClose=${onClose}>
    <${ProblemBox} problem=${problem} />
    ${ban === null ? html`<p>It is not in force any more: it was lifted, or has ended.</p>` : problem ? null : html`<${Skeleton} lines=${2} />`}
    <div class="actions"><button type="button" class="button" onClick=${onClose}>Close</button></div>
  <//>`;
}
