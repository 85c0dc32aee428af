/** The settings of a room as fields, and read from them. */

import { html } from '../../shared/html.js';
import { Check, Field } from '../ui.js';

/** @typedef {import('../types.js').Room} Room */

/** @type {[string, string, string][]} */
const SWITCHES = [
  ['persistent', 'Persistent', 'stays when its last member has left'],
  ['secret', 'Secret', 'is not listed'],
  ['moderated', 'Moderated', 'only members with a voice speak'],
  ['readOnly', 'Read only', 'only owners and the API speak'],
  ['inviteOnly', 'Invited only', 'only those who were invited join'],
  ['topicLocked', 'Topic locked', 'only moderators change the topic'],
  ['external', 'External', 'those who are not in it speak too'],
  ['noSignals', 'No signals', 'requests to clients are refused'],
];

/** @param {{room?: Room}} props */
export const RoomFields = ({ room }) => html`
  <${Field} id="topic" label="Topic">
    <input id="topic" name="topic" autocomplete="off" defaultValue=${room?.topic ?? ''} />
  <//>
  <fieldset class="switches">
    <legend>Who comes in and speaks</legend>
    ${SWITCHES.map(
      ([name, label, hint]) => html`<${Check}
        name=${name}
        checked=${room === undefined ? name === 'persistent' : /** @type {any} */ (room)[name]}
      >
        ${label} <span class="hint">${hint}</span>
      <//>`,
    )}
  </fieldset>
  <div class="row fields">
    <${Field} id="maxMembers" label="Most members" hint="0: no limit">
      <input id="maxMembers" name="maxMembers" type="number" min="0" defaultValue=${room?.maxMembers ?? 0} />
    <//>
    <${Field} id="slowModeSeconds" label="Slow mode" hint="seconds between two lines of a member">
      <input id="slowModeSeconds" name="slowModeSeconds" type="number" min="0" defaultValue=${room?.slowModeSeconds ?? 0} />
    <//>
  </div>
  <div class="row fields">
    <${Field} id="keepLines" label="Keep lines" hint="empty: the server's default or any number">
      <input id="keepLines" name="keepLines" type="number" min="0" defaultValue=${room?.retention?.lines ?? ''} />
    <//>
    <${Field} id="keepAge" label="Keep for" hint="such as P7D or PT12H; empty: for ever">
      <input id="keepAge" name="keepAge" autocomplete="off" pattern="P.+" defaultValue=${room?.retention?.age ?? ''} />
    <//>
  </div>
  <div class="row fields">
    <${Field} id="key" label="Key" hint=${room?.hasKey ? 'One is set. Empty: it stays.' : 'what has to be typed to join; empty: none'}>
      <input id="key" name="key" autocomplete="off" spellcheck=${false} />
    <//>
    ${room?.hasKey ? html`<${Check} name="clearKey">Clear the key<//>` : null}
  </div>
`;

/**
 * Reads the settings from a form.
 *
 * @param {FormData} form
 * @returns {Record<string, unknown>}
 */
export function roomSettings(form) {
  const text = (/** @type {string} */ name) => String(form.get(name) ?? '').trim();
  /** @type {Record<string, unknown>} */
  const settings = {
    topic: text('topic'),
    maxMembers: Number(text('maxMembers') || 0),
    slowModeSeconds: Number(text('slowModeSeconds') || 0),
  };
  for (const [name] of SWITCHES) {
    settings[name] = form.get(name) !== null;
  }
  const lines = text('keepLines');
  const age = text('keepAge');
  settings['retention'] =
    lines === '' && age === '' ? null : { lines: lines === '' ? null : Number(lines), age: age || null };
  if (text('key') !== '') {
    settings['key'] = text('key');
  } else if (form.get('clearKey') !== null) {
    settings['key'] = null;
  }
  return settings;
}

/**
 * Returns those settings that differ from how a room is.
 *
 * @param {Record<string, unknown>} settings
 * @param {Room} room
 */
export function changedSettings(settings, room) {
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) =>
        name === 'key' || JSON.stringify(value) !== JSON.stringify(/** @type {any} */ (room)[name]),
    ),
  );
}
