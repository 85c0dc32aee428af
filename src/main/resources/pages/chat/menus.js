// What can be done with a line, a person, a room and oneself.

import * as model from './state.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./ui.js').MenuItem} MenuItem */
/** @typedef {import('./ui.js').FieldSpec} FieldSpec */

/** @type {[string, string][]} */
const DURATIONS = [['10m', '10 minutes'], ['1h', '1 hour'], ['1d', '1 day'], ['7d', '7 days'], ['', 'Until it is lifted']];

/** @type {FieldSpec} */
const REASON = { name: 'reason', label: 'Reason', hint: 'The person sees it.', max: 200 };
/** @type {FieldSpec} */
const PRIVATE_REASON = { name: 'reason', label: 'Reason', hint: 'It is kept for the operators.', max: 200 };
/** @type {FieldSpec} */
const DURATION = { name: 'duration', label: 'For how long', type: 'select', options: DURATIONS };

/**
 * The settings of a room that are on or off: their names in what the server tells and in its command, and what they mean.
 *
 * @type {[string, string, string][]}
 */
const SWITCHES = [
  ['moderated', 'moderated', 'Only those with a voice speak'],
  ['readOnly', 'read-only', 'Only owners speak'],
  ['inviteOnly', 'invite-only', 'People come in only when invited'],
  ['topicLocked', 'topic-locked', 'Only moderators change the topic'],
  ['external', 'external', 'Those who are not here speak too'],
  ['noSignals', 'no-signals', 'Requests to clients are refused'],
  ['secret', 'secret', 'Hidden from the list of rooms'],
];
/** @type {[string, string, string, string][]} */
const NUMBERS = [
  ['slowModeSeconds', 'slow-mode', 'Seconds between two lines of a person', '0 for no wait.'],
  ['maxMembers', 'max-members', 'Most people', '0 for no limit.'],
];

/** What people tell of themselves: keys of metadata, and their names. @type {[string, string][]} */
const TOLD = [['display-name', 'Your name'], ['status', 'What you do'], ['pronouns', 'Pronouns'], ['homepage', 'Home page'], ['avatar', 'Address of a picture']];

/**
 * Tells whether the server has a command.
 *
 * @param {App} app
 * @param {string} name
 */
function has(app, name) {
  return app.props.client.state.commands.some((one) => one.name === name);
}

/**
 * @param {App} app
 * @param {import('./log.js').Entry} entry
 * @returns {MenuItem[]}
 */
export function lineMenu(app, entry) {
  const { client } = app.props;
  const room = client.state.rooms[client.state.current];
  /** @type {MenuItem[]} */
  const items = [];
  if (!room.direct) {
    items.push({ label: 'Copy a link to this line', run: () => void app.copy(app.linkTo(room.key, entry.pos)) });
  }
  if (!entry.redacted) {
    items.push({ label: 'Copy the text', run: () => void app.props.browser.copy(entry.text) });
  }
  const person = entry.from === client.state.nick ? [] : personMenu(app, entry.from);
  const own = client.state.account !== '' && entry.from === client.state.account && entry.kind !== 'topic';
  if (has(app, 'redact') && !room.direct && !entry.redacted && (own || model.moderates(client.state, room))) {
    items.push({
      label: 'Remove this line…',
      danger: true,
      run: () => app.ask({
        title: 'Remove this line?', text: 'Its text is taken away for everyone, and cannot be brought back.', fields: [PRIVATE_REASON], submit: 'Remove', danger: true,
        run: (values) => client.act(`/redact ${entry.pos} ${values.reason}`.trim()),
      }),
    });
  }
  return person.length === 0 ? items : [...items, 'line', ...person];
}

/**
 * @param {App} app
 * @param {string} nick
 * @returns {MenuItem[]}
 */
export function personMenu(app, nick) {
  const { client } = app.props;
  const { state } = client;
  const room = state.rooms[state.current];
  if (nick === state.nick) {
    return selfMenu(app);
  }
  /** @type {MenuItem[]} */
  const items = [{ label: `Message ${nick}`, run: () => client.showPerson(nick) }];
  if (has(app, 'about')) {
    items.push({ label: `About ${nick}`, run: () => client.act(`/about ${nick}`) });
  }
  if (room !== undefined && !room.direct) {
    items.push({ label: `Mention ${nick}`, run: () => app.insert(`${nick}: `) });
  }
  const ignored = state.ignored.some((one) => one.toLowerCase() === nick.toLowerCase());
  items.push(ignored
    ? { label: `Stop ignoring ${nick}`, run: () => client.act(`/unignore ${nick}`) }
    : { label: `Ignore ${nick}`, run: () => client.act(`/ignore ${nick}`) });
  const member = room?.members?.[nick.toLowerCase()];
  if (room === undefined || room.direct || !model.outranks(model.ownRole(state, room), member?.role ?? '')) {
    return items;
  }
  return [...items, 'line', ...moderation(app, nick, room)];
}

/**
 * @param {App} app
 * @param {string} nick
 * @param {import('./state.js').Room} room
 * @returns {MenuItem[]}
 */
function moderation(app, nick, room) {
  const { client } = app.props;
  const where = `#${room.name}`;
  return [
    {
      label: `Mute ${nick}…`,
      run: () => app.ask({ title: `Mute ${nick} in ${where}`, fields: [DURATION], submit: 'Mute', run: (values) => client.act(`/mute ${nick} ${values.duration}`.trim()) }),
    },
    { label: `Unmute ${nick}`, run: () => client.act(`/unmute ${nick}`) },
    {
      label: `Kick ${nick}…`,
      danger: true,
      run: () => app.ask({ title: `Kick ${nick} out of ${where}`, text: 'They can come back at once.', fields: [REASON], submit: 'Kick', danger: true, run: (values) => client.act(`/kick ${nick} ${values.reason}`.trim()) }),
    },
    {
      label: `Ban ${nick}…`,
      danger: true,
      run: () => app.ask({ title: `Ban ${nick} from ${where}`, fields: [DURATION, REASON], submit: 'Ban', danger: true, run: (values) => client.act(`/ban ${nick} ${values.duration} ${values.reason}`.replace(/ +/g, ' ').trim()) }),
    },
  ];
}

/**
 * @param {App} app
 * @param {string} key
 * @returns {MenuItem[]}
 */
export function roomMenu(app, key) {
  const { client } = app.props;
  const { state } = client;
  const room = state.rooms[key];
  if (room === undefined) {
    return [];
  }
  /** @type {MenuItem[]} */
  const items = [{ label: client.muted.has(key) ? 'Unmute' : 'Mute', run: () => app.toggleMute(key) }];
  if (room.direct) {
    return [...items, ...personMenu(app, room.name).filter((item) => item !== 'line' && !item.label.startsWith('Message')), 'line', { label: 'Close', run: () => client.leaveRoom(key) }];
  }
  const inside = (/** @type {() => void} */ task) => () => {
    client.show(key);
    task();
  };
  items.push(
    { label: 'Copy a link to this room', run: () => void app.copy(app.linkTo(key, null)) },
    { label: 'Search…', run: inside(() => app.open('search')) },
    { label: 'About the room', run: inside(() => client.act(`/about #${room.name}`)) },
    {
      label: 'Change the topic…',
      run: inside(() => app.ask({
        title: `Topic of #${room.name}`, fields: [{ name: 'topic', label: 'Topic', value: room.topic, hint: 'Leave it empty to have none.', max: 300 }], submit: 'Change',
        run: (values) => client.act(`/topic ${values.topic === '' ? '-' : values.topic}`),
      })),
    },
  );
  if (model.moderates(state, room)) {
    items.push(
      'line',
      {
        label: 'Invite someone…',
        run: inside(() => app.ask({ title: `Invite to #${room.name}`, text: 'They may come in once, whatever the room’s settings.', fields: [{ name: 'nick', label: 'Name', required: true, max: 32 }], submit: 'Invite', run: (values) => client.act(`/invite ${values.nick}`) })),
      },
      {
        label: 'Lift a ban…',
        run: inside(() => app.ask({ title: `Lift a ban in #${room.name}`, fields: [{ name: 'target', label: 'Name or address', required: true, max: 64 }], submit: 'Lift it', run: (values) => client.act(`/unban ${values.target}`) })),
      },
    );
    if (has(app, 'set') && model.owns(state, room)) {
      items.push({ label: 'Settings…', run: inside(() => client.askSettings(() => app.ask(settingsPrompt(client, key)))) });
    }
  }
  items.push('line', { label: 'Leave the room', danger: true, run: () => client.leaveRoom(key) });
  return items;
}

/**
 * Asks for the settings of a room, and changes those that were changed.
 *
 * @param {import('./client.js').Client} client
 * @param {string} key
 * @returns {import('./ui.js').PromptSpec}
 */
function settingsPrompt(client, key) {
  const { name, settings } = client.state.rooms[key];
  /** @type {Map<string, string>} */
  const before = new Map([
    ...SWITCHES.map(([member, command]) => /** @type {[string, string]} */ ([command, settings[member] === true ? 'on' : 'off'])),
    ...NUMBERS.map(([member, command]) => /** @type {[string, string]} */ ([command, String(settings[member] ?? 0)])),
    ['key', ''],
  ]);
  return {
    title: `Settings of #${name}`,
    fields: [
      ...SWITCHES.map(([, command, label]) => /** @type {FieldSpec} */ ({ name: command, label, type: 'check', value: before.get(command) ?? '' })),
      ...NUMBERS.map(([, command, label, hint]) => /** @type {FieldSpec} */ ({ name: command, label, type: 'number', value: before.get(command) ?? '', hint, required: true, max: 9 })),
      { name: 'key', label: 'Key to come in', hint: settings.hasKey === true ? 'There is one. Leave it empty to keep it, - for none.' : 'One word. Leave it empty to have none.', max: 256 },
    ],
    submit: 'Change',
    run: (values) => {
      for (const [command, value] of before) {
        if (values[command] !== value) {
          client.act(`/set ${command} ${values[command]}`);
        }
      }
    },
  };
}

/**
 * @param {App} app
 * @returns {MenuItem[]}
 */
export function selfMenu(app) {
  const { client } = app.props;
  const { state } = client;
  const away = Object.values(state.rooms).map((room) => room.members?.[state.nick.toLowerCase()]?.away ?? '').find((text) => text !== '') ?? '';
  /** @type {MenuItem[]} */
  const items = [
    { label: 'Change your name…', run: () => app.ask({ title: 'Change your name', fields: [{ name: 'nick', label: 'Name', value: state.nick, required: true, max: 32 }], submit: 'Change', run: (values) => client.act(`/nick ${values.nick}`) }) },
    away === ''
      ? { label: 'Say that you are away…', run: () => app.ask({ title: 'You are away', fields: [{ name: 'text', label: 'What others are told', value: 'Back soon', required: true, max: 200 }], submit: 'Go away', run: (values) => client.act(`/away ${values.text}`) }) }
      : { label: 'You are back', run: () => client.act('/away') },
  ];
  if (has(app, 'describe')) {
    items.push({
      label: 'Tell something of yourself…',
      run: () => app.ask({
        title: 'Tell something of yourself', text: 'Whoever sees you sees it. Leave the text empty to take it back.',
        fields: [
          { name: 'key', label: 'What it is', type: 'select', options: TOLD },
          { name: 'text', label: 'Text', max: 300 },
        ],
        submit: 'Tell',
        run: (values) => client.act(`/describe ${values.key} ${values.text}`.trim()),
      }),
    });
  }
  if (state.account === '') {
    items.push({
      label: 'Keep this name (register)…',
      run: () => app.ask({
        title: `Register ${state.nick}`, text: 'An account keeps your name for you, and what you have read.',
        fields: [{ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', required: true }], submit: 'Create the account',
        run: (values) => client.act(`/register ${values.password}`),
      }),
    });
  } else {
    items.push({
      label: 'Change your password…',
      run: () => app.ask({
        title: 'Change your password', text: 'Other places where you are logged in are logged out.',
        fields: [
          { name: 'old', label: 'Old password', type: 'password', autocomplete: 'current-password', required: true },
          { name: 'fresh', label: 'New password', type: 'password', autocomplete: 'new-password', required: true },
        ],
        submit: 'Change',
        run: (values) => client.act(`/password ${/\s/.test(values.old) ? `"${values.old}"` : values.old} ${values.fresh}`),
      }),
    });
  }
  items.push({ label: 'Commands', run: () => app.open('help') }, 'line', { label: 'Leave the chat', danger: true, run: () => client.quit() });
  return items;
}
