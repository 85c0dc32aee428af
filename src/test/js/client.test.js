import assert from 'node:assert/strict';
import test from 'node:test';
import { Client } from '../../main/resources/pages/chat/client.js';

const HELP = '/help [COMMAND]: list\n/history [N|after OFFSET|before OFFSET]: show\n/seen [ROOM] OFFSET: say what one has read';

/** A server that does what a test says, and a clock that a test moves. */
class Stage {
  constructor(session = null, talks = null) {
    this.now = 1_000_000;
    this.sent = [];
    this.tasks = [];
    this.alerts = [];
    this.spoken = [];
    this.session = session;
    this.talks = talks;
    this.opened = 0;
    this.client = new Client({
      connect: (events) => {
        this.events = events;
        this.opened++;
        this.sent = [];
        return { send: (text) => this.sent.push(text), close: () => {} };
      },
      schedule: (task, delay) => {
        const entry = { task, delay };
        this.tasks.push(entry);
        return () => (this.tasks = this.tasks.filter((one) => one !== entry));
      },
      now: () => this.now,
      random: () => 0.5,
      session: { get: () => this.session, set: (value) => (this.session = value), remove: () => (this.session = null) },
      talks: { get: () => this.talks, set: (value) => (this.talks = value), remove: () => (this.talks = null) },
      alert: (alert) => this.alerts.push(alert),
      speak: (text) => this.spoken.push(text),
    });
  }

  get state() {
    return this.client.state;
  }

  say(object) {
    this.events.message(JSON.stringify(object));
    return this;
  }

  welcome(room, offset = 0, more = {}) {
    return this.say({ type: 'welcome', nick: 'carol', room, members: 1, others: [], topic: '', epoch: `e-${room}`, offset, ...more });
  }

  line(room, offset, from, text, more = {}) {
    return this.say({ type: 'message', room, offset, epoch: `e-${room}`, at: '2026-11-22T07:28:38.739Z', from, text, ...more });
  }

  /** Answers all questions about the topic. */
  settle() {
    for (let asked = this.client.expected.length; asked > 0; asked = this.client.expected.length) {
      this.say({ type: 'topic', room: 'lobby', text: '' });
    }
    return this;
  }

  join() {
    this.client.join({ mode: 'guest', name: 'carol', password: '' });
    this.events.open();
    this.say({ type: 'notice', text: 'Welcome to parley. Nobody is here yet. /help lists the commands.' });
    return this.welcome('lobby', 0, { resume: 'T1' }).say({ type: 'notice', text: HELP }).settle();
  }

  /** Logs in to an account; what the server says of it besides is left to the test. */
  logIn(offset) {
    this.client.join({ mode: 'login', name: 'carol', password: 'pw' });
    this.events.open();
    return this.welcome('lobby', offset, { resume: 'T1' });
  }

  /** Loses the connection and comes back with the token. */
  comeBack() {
    this.events.close(1006);
    this.tasks.find((one) => one.delay < 2000).task();
    this.events.open();
    return this;
  }

  entries(room) {
    return this.state.rooms[room].entries.filter((one) => one.kind === 'message').map((one) => one.pos);
  }
}

test('one joins by a name and is in the lobby', () => {
  const stage = new Stage().join();
  assert.equal(stage.sent[0], 'carol');
  assert.equal(stage.state.current, 'lobby');
  assert.equal(stage.client.settled, true);
});

test('a refused name is said under the field, and the form stays', () => {
  const stage = new Stage();
  stage.client.join({ mode: 'login', name: 'carol', password: 'wrong' });
  stage.events.open();
  assert.equal(stage.sent[0], '/login carol wrong');
  stage.say({ type: 'refused', code: 'wrong_credentials', text: 'The name or the password is wrong.', line: 1 });
  assert.deepEqual(stage.client.formError, { field: 'password', text: 'The name or the password is wrong.' });
  assert.equal(stage.client.inside, false);
});

test('a name cannot be a command', () => {
  const stage = new Stage();
  stage.client.join({ mode: 'guest', name: '/quit', password: '' });
  assert.equal(stage.client.formError?.field, 'name');
  assert.equal(stage.opened, 0);
});

test('who speaks in a large room is among its members, without a word of the coming and going', () => {
  const stage = new Stage().join();
  stage.say({ type: 'notice', text: '2 members', room: 'lobby', members: [{ nick: 'carol' }, { nick: 'dave' }] });
  const before = stage.state.rooms.lobby.entries.length;
  stage.say({ type: 'joined', room: 'lobby', nick: 'Bob', members: 200, counted: true });
  assert.equal(stage.state.rooms.lobby.members.bob.nick, 'Bob');
  stage.say({ type: 'left', room: 'lobby', nick: 'Bob', members: 199, how: 'quit', counted: true });
  assert.equal(stage.state.rooms.lobby.members.bob, undefined);
  assert.equal(stage.state.rooms.lobby.count, 199);
  assert.equal(stage.state.rooms.lobby.entries.length, before);
  stage.say({ type: 'joined', room: 'lobby', nick: 'eve', members: 2 });
  assert.equal(stage.state.rooms.lobby.entries.length, before + 1);
});

test('what is said stays pending until it comes back with its mark', () => {
  const stage = new Stage().join();
  stage.client.submit('lobby', 'hello');
  const sent = JSON.parse(stage.sent.at(-1));
  assert.deepEqual({ room: sent.room, text: sent.text }, { room: 'lobby', text: 'hello' });
  assert.equal(stage.state.pending[0].status, 'sending');
  stage.line('lobby', 1, 'carol', 'hello', { ref: sent.ref });
  assert.deepEqual(stage.state.pending, []);
  assert.deepEqual(stage.entries('lobby'), [1]);
});

test('after a break the missed lines come once, and what was sent and arrived is not sent again', () => {
  const stage = new Stage().join();
  stage.line('lobby', 1, 'bob', 'one');
  stage.client.submit('lobby', 'did this arrive?');
  stage.comeBack();
  assert.equal(stage.sent[0], '/resume T1');
  assert.equal(stage.state.pending[0].status, 'doubtful');
  stage.welcome('lobby', 3, { resume: 'T2' });
  stage.line('lobby', 1, 'bob', 'one', { replay: true });
  stage.line('lobby', 2, 'carol', 'did this arrive?', { replay: true });
  stage.line('lobby', 3, 'bob', 'three', { replay: true }).settle();
  assert.deepEqual(stage.entries('lobby'), [1, 2, 3]);
  assert.deepEqual(stage.state.pending, []);
  assert.equal(stage.sent.filter((text) => text.includes('did this arrive?')).length, 0);
});

test('what is in doubt after a break is sent again only when asked', () => {
  const stage = new Stage().join();
  stage.client.submit('lobby', 'lost?');
  stage.comeBack();
  stage.welcome('lobby', 0, { resume: 'T2' }).settle();
  assert.equal(stage.state.pending[0].status, 'unsent');
  assert.ok(!stage.sent.some((text) => text.includes('lost?')));
  stage.client.resend(stage.state.pending[0].ref);
  assert.equal(stage.sent.filter((text) => text.includes('lost?')).length, 1);
});

test('what is written offline is sent once when one is back', () => {
  const stage = new Stage().join();
  stage.events.close(1006);
  assert.equal(stage.client.link.status, 'waiting');
  stage.client.submit('lobby', 'later');
  assert.equal(stage.state.pending[0].status, 'queued');
  stage.tasks.find((one) => one.delay < 2000).task();
  stage.events.open();
  stage.welcome('lobby', 0, { resume: 'T2' });
  assert.ok(!stage.sent.some((text) => text.includes('later')));
  stage.settle();
  assert.equal(stage.sent.filter((text) => text.includes('later')).length, 1);
});

test('a command is not kept while one is offline', () => {
  const stage = new Stage().join();
  stage.events.close(1006);
  assert.equal(stage.client.submit('lobby', '/me waves').taken, false);
  assert.notEqual(stage.state.problem, null);
});

test('a guest whose place is gone joins anew, in the same rooms, and nothing is sent unasked', () => {
  const stage = new Stage().join();
  stage.client.joinRoom('ops');
  stage.welcome('ops', 5);
  stage.events.close(1006);
  stage.client.submit('ops', 'later');
  stage.tasks.find((one) => one.delay < 2000).task();
  stage.events.open();
  stage.say({ type: 'refused', code: 'unknown_token', text: 'No.', line: 1 });
  assert.equal(stage.sent[1], 'carol');
  stage.welcome('lobby', 0, { resume: 'T9' });
  assert.ok(stage.sent.includes('/join ops'));
  stage.welcome('ops', 9).settle();
  assert.equal(stage.state.current, 'ops');
  assert.equal(stage.state.pending[0].status, 'unsent');
});

test('who was kicked is told why and does not come back unasked', () => {
  const stage = new Stage().join();
  stage.say({ type: 'bye', reason: 'kicked', text: 'you were kicked: spam', accepted: 1, refused: 0 });
  stage.events.close(1008);
  assert.equal(stage.client.link.status, 'ended');
  assert.equal(stage.client.link.said, 'you were kicked: spam');
  assert.equal(stage.session, null);
});

test('a reload comes back with the token that the tab keeps', () => {
  const stage = new Stage().join();
  const again = new Stage(stage.session);
  assert.equal(again.client.restore(), true);
  again.events.open();
  assert.equal(again.sent[0], '/resume T1');
});

test('a reload keeps what is unread, and does not mark it as read', () => {
  const stage = new Stage().logIn(20).say({ type: 'unread', room: 'lobby', epoch: 'e-lobby', seen: 15, unread: 5, mentions: 1 });
  stage.say({ type: 'notice', text: HELP }).settle();
  const again = new Stage(stage.session);
  again.client.restore();
  again.events.open();
  again.welcome('lobby', 22, { resume: 'T2' });
  again.line('lobby', 21, 'bob', 'missed', { replay: true }).line('lobby', 22, 'bob', 'carol?', { replay: true });
  again.say({ type: 'notice', text: HELP }).settle();
  const { lobby } = again.state.rooms;
  assert.deepEqual([lobby.seen, lobby.unread, lobby.mentions, lobby.unreadAfter], [15, 7, 2, 15]);
  again.line('lobby', 18, 'bob', 'loaded when one scrolls up', { replay: true });
  assert.equal(again.state.rooms.lobby.unread, 7);
  again.tasks.find((one) => one.delay === 1000).task();
  assert.ok(again.sent.includes('/seen lobby 15'));
});

test('what another client of the account has read during a break is not unread', () => {
  const stage = new Stage().logIn(3).say({ type: 'notice', text: HELP }).settle();
  stage.tasks.find((one) => one.delay === 1000).task();
  stage.tasks = [];
  stage.comeBack();
  stage.welcome('lobby', 5, { resume: 'T2' });
  stage.line('lobby', 4, 'bob', 'one', { replay: true }).line('lobby', 5, 'bob', 'two', { replay: true }).settle();
  assert.equal(stage.state.rooms.lobby.unread, 2);
  stage.tasks.find((one) => one.delay === 1000).task();
  assert.ok(stage.sent.includes('/seen lobby 3'));
  stage.say({ type: 'unread', room: 'lobby', epoch: 'e-lobby', seen: 5, unread: 0, mentions: 0 });
  assert.equal(stage.state.rooms.lobby.unread, 0);
});

test('a reload keeps what was said with a person, until one leaves', () => {
  const stage = new Stage().join();
  stage.say({ type: 'private', at: '2026-11-22T07:28:38.739Z', from: 'Bob', to: 'carol', text: 'one' });
  stage.say({ type: 'private', at: '2026-11-22T07:28:39.739Z', from: 'Bob', to: 'carol', text: 'two' });
  const again = new Stage(stage.session, stage.talks);
  again.client.restore();
  const bob = again.state.rooms['@bob'];
  assert.deepEqual(bob.entries.map((one) => [one.from, one.text]), [['Bob', 'one'], ['Bob', 'two']]);
  assert.deepEqual([bob.unread, bob.mentions, bob.unreadAfter], [2, 2, 0]);
  again.events.open();
  again.welcome('lobby', 0, { resume: 'T2' });
  again.say({ type: 'private', at: '2026-11-22T07:28:40.739Z', from: 'Bob', to: 'carol', text: 'three' }).settle();
  assert.deepEqual(again.state.rooms['@bob'].entries.map((one) => one.text), ['one', 'two', 'three']);
  again.say({ type: 'bye', reason: 'quit', text: 'you left', accepted: 1, refused: 0 });
  again.events.close(1000);
  assert.deepEqual([again.session, again.talks], [null, null]);
});

test('one is told that the name was taken, and why the connection before was closed', () => {
  const stage = new Stage();
  stage.client.join({ mode: 'guest', name: 'bob', password: '' });
  stage.events.open();
  stage.say({ type: 'notice', text: 'bob is taken: you are bob_2.', wanted: 'bob' });
  stage.welcome('lobby', 0, { nick: 'bob_2', resume: 'T1' });
  stage.say({ type: 'notice', text: 'Your last connection was closed: you read too slowly and your queue was full.', reason: 'slow-reader' }).settle();
  assert.deepEqual(stage.state.rooms.lobby.entries.map((one) => one.text), [
    'bob is taken: you are bob_2.',
    'Your last connection was closed: you read too slowly and your queue was full.',
  ]);
});

test('the tab keeps no password', () => {
  const stage = new Stage();
  stage.client.join({ mode: 'login', name: 'carol', password: 'correct horse' });
  stage.events.open();
  stage.welcome('lobby', 0, { resume: 'T1' }).settle();
  assert.ok(!(stage.session ?? '').includes('correct horse'));
});

test('lines of a room that is not looked at are counted, with the mentions', () => {
  const stage = new Stage().join();
  stage.line('lobby', 1, 'bob', 'one').line('lobby', 2, 'bob', 'carol: two').line('lobby', 3, 'carol', 'own', { ref: 'x' });
  assert.deepEqual([stage.state.rooms.lobby.unread, stage.state.rooms.lobby.mentions], [0, 0]);
  stage.line('lobby', 4, 'bob', '@carol four');
  assert.deepEqual([stage.state.rooms.lobby.unread, stage.state.rooms.lobby.mentions], [1, 1]);
  assert.equal(stage.alerts.length, 2);
  stage.client.attend(true);
  assert.equal(stage.state.rooms.lobby.unread, 0);
});

test('an account has the same counts wherever it is', () => {
  const stage = new Stage().logIn(20).say({ type: 'unread', room: 'lobby', epoch: 'e-lobby', seen: 15, unread: 5, mentions: 1 });
  stage.say({ type: 'notice', text: HELP }).settle();
  const { lobby } = stage.state.rooms;
  assert.deepEqual([lobby.unread, lobby.mentions, lobby.unreadAfter], [5, 1, 15]);
  stage.say({ type: 'unread', room: 'lobby', epoch: 'e-lobby', seen: 20, unread: 0, mentions: 0 });
  assert.equal(stage.state.rooms.lobby.unread, 0);
  stage.say({ type: 'unread', room: 'lobby', epoch: 'e-lobby', seen: 3, unread: 17, mentions: 0 });
  assert.equal(stage.state.rooms.lobby.unread, 0);
});

test('what one has read is told to the server for an account', () => {
  const stage = new Stage().logIn(0).say({ type: 'notice', text: HELP }).settle();
  stage.client.attend(true);
  stage.line('lobby', 1, 'bob', 'one');
  stage.tasks.find((one) => one.delay === 1000).task();
  assert.ok(stage.sent.includes('/seen lobby 1'));
});

test('history fills holes, and what does not come is not asked for again', () => {
  const stage = new Stage().join();
  stage.client.joinRoom('ops');
  stage.welcome('ops', 100);
  stage.client.load('ops', { from: 1, to: 100 }, 'before');
  assert.ok(stage.sent.includes('/history before 101'));
  for (let offset = 81; offset <= 100; offset++) {
    if (offset !== 90) {
      stage.line('ops', offset, 'bob', 'x', { replay: true });
    }
  }
  stage.settle();
  const { entries } = stage.state.rooms.ops;
  assert.equal(entries.find((one) => one.kind === 'skipped')?.pos, 90);
  stage.client.load('ops', { from: 1, to: 80 }, 'before');
  stage.say({ type: 'notice', text: 'Nothing was said in #ops before that.' }).settle();
  assert.equal(stage.state.rooms.ops.entries[0].kind, 'expired');
});

test('a room that has lost lines goes on in a new epoch', () => {
  const stage = new Stage().join();
  stage.line('lobby', 1, 'bob', 'kept').line('lobby', 2, 'bob', 'lost');
  stage.say({ type: 'renewed', room: 'lobby', offset: 1, epoch: 'e-next', text: 'Lines are lost.' });
  stage.say({ type: 'message', room: 'lobby', offset: 2, epoch: 'e-next', at: '2026-11-22T10:15:30.123Z', from: 'bob', text: 'other' });
  stage.line('lobby', 3, 'bob', 'of the former epoch');
  assert.deepEqual(stage.state.rooms.lobby.entries.map((one) => one.text), ['kept', 'Lines are lost.', 'other']);
});

test('a redacted line loses its text at once', () => {
  const stage = new Stage().join();
  stage.line('lobby', 1, 'bob', 'secret').say({ type: 'redacted', room: 'lobby', offset: 1, epoch: 'e-lobby' });
  assert.deepEqual([stage.state.rooms.lobby.entries[0].text, stage.state.rooms.lobby.entries[0].redacted], ['', true]);
});

test('settings are asked for quietly, and told when they are typed', () => {
  const stage = new Stage().join();
  const settings = { type: 'notice', text: 'Settings of #lobby: moderated on.', room: 'lobby', moderated: true, slowModeSeconds: 0 };
  const asked = [];
  const before = stage.state.rooms.lobby.entries.length;
  stage.client.askSettings(() => asked.push(stage.state.rooms.lobby.settings));
  assert.ok(stage.sent.includes('/set'));
  stage.say(settings).settle();
  assert.deepEqual(asked, [{ moderated: true, slowModeSeconds: 0 }]);
  assert.equal(stage.state.rooms.lobby.entries.length, before);
  stage.say({ ...settings, text: 'Settings of #lobby: moderated off.', moderated: false });
  assert.equal(stage.state.rooms.lobby.settings.moderated, false);
  assert.equal(stage.state.rooms.lobby.entries.at(-1).text, 'Settings of #lobby: moderated off.');
});

test('a private message is a room of its own', () => {
  const stage = new Stage().join();
  stage.say({ type: 'private', at: '2026-11-22T07:28:38.739Z', from: 'Bob', to: 'carol', text: 'hi' });
  assert.equal(stage.state.rooms['@bob'].unread, 1);
  assert.deepEqual(stage.alerts, [{ key: '@bob', from: 'Bob', text: 'hi' }]);
  stage.client.show('@bob');
  stage.client.submit('@bob', 'hello');
  assert.equal(JSON.parse(stage.sent.at(-1)).to, 'Bob');
  stage.say({ type: 'renamed', from: 'Bob', to: 'Rob' });
  assert.equal(stage.state.current, '@rob');
});

test('a command goes to the room that is shown', () => {
  const stage = new Stage().join();
  stage.client.joinRoom('ops');
  stage.welcome('ops');
  stage.client.show('lobby');
  stage.client.submit('lobby', '/me waves');
  assert.deepEqual(stage.sent.slice(-3).filter((text) => !text.startsWith('/who')), ['/join lobby', '/me waves']);
  assert.equal(stage.client.submit('@bob', '/me waves').taken, false);
});

test('a room that began anew is shown anew', () => {
  const stage = new Stage().join();
  stage.line('lobby', 1, 'bob', 'one');
  stage.welcome('lobby', 4, { epoch: 'other' });
  assert.deepEqual(stage.entries('lobby'), []);
  assert.equal(stage.state.rooms.lobby.head, 4);
});

test('a search ends, and its hits are not taken for lines that were said', () => {
  const stage = new Stage().join();
  stage.client.search('build');
  stage.line('lobby', 7, 'ci', 'build 812', { found: true });
  assert.equal(stage.state.search?.running, true);
  stage.settle();
  assert.equal(stage.state.search?.running, false);
  assert.deepEqual(stage.entries('lobby'), []);
  assert.equal(stage.state.search?.hits.length, 1);
});

test('what is not JSON of the protocol is dropped', () => {
  const stage = new Stage().join();
  for (const text of ['', 'x', 'null', '1', '{}', '{"type":1}', '{"type":"later"}']) {
    stage.events.message(text);
  }
  assert.equal(stage.client.link.status, 'open');
});

test('a room that is renamed stays as it is, with what is being written to it', () => {
  const stage = new Stage().join();
  stage.client.joinRoom('ops', '', () => {});
  stage.welcome('ops').line('ops', 1, 'alice', 'hello');
  stage.client.muted = new Set(['ops']);
  stage.client.say('ops', 'on its way');
  stage.say({ type: 'room_renamed', room: 'ops', to: 'Works', epoch: 'e-ops', by: 'alice', reason: 'typo' });

  assert.equal(stage.state.current, 'works');
  assert.equal(stage.state.rooms.ops, undefined);
  assert.equal(stage.state.rooms.works.name, 'Works');
  assert.deepEqual(stage.state.rooms.works.entries.map((one) => one.text), ['hello', '#ops was renamed to #Works by alice: typo']);
  assert.deepEqual(stage.state.pending.map((one) => one.key), ['works']);
  assert.deepEqual([...stage.client.muted], ['works']);
  stage.line('Works', 2, 'carol', 'on its way', { epoch: 'e-ops', ref: stage.state.pending[0].ref });
  assert.equal(stage.state.pending.length, 0);
  stage.client.submit('works', 'next');
  assert.deepEqual(JSON.parse(stage.sent.at(-1)).room, 'Works');
});

test('a room that was renamed during a break is the same one by its new name', () => {
  const stage = new Stage().join();
  stage.client.joinRoom('ops', '', () => {});
  stage.welcome('ops').line('ops', 1, 'alice', 'hello');
  stage.welcome('works', 1, { epoch: 'e-ops' });

  assert.equal(stage.state.current, 'works');
  assert.equal(stage.state.rooms.ops, undefined);
  assert.equal(stage.state.rooms.works.entries[0].text, 'hello');
});
