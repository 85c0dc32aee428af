import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, isThatBan, undo } from '../../main/resources/pages/console/changes.js';

/** @typedef {import('../../main/resources/pages/console/types.js').Change} Change */

/** @param {Partial<Change>} parts @returns {Change} */
const change = parts => ({
  id: 1,
  at: '2026-11-22T10:00:00Z',
  actor: 'admin',
  actorKind: 'admin',
  address: '192.0.2.7',
  action: 'room.change',
  subject: 'ops',
  reason: '',
  before: null,
  after: null,
  ...parts,
});

/** @param {Partial<Change>} parts @returns {any} */
const way = parts => undo(change(parts));

test('what differs comes first', () => {
  assert.deepEqual(differences({ topic: 'a', secret: false }, { topic: 'a', secret: true }), [
    { name: 'secret', before: 'no', after: 'yes', differs: true },
    { name: 'topic', before: 'a', after: 'a', differs: false },
  ]);
});

test('a room is set back in what was changed alone', () => {
  const undone = way({
    before: { topic: 'a', secret: false, keepLines: null, keepAge: 'P7D', hasKey: false },
    after: { topic: 'b', secret: false, keepLines: 10, keepAge: null, hasKey: false },
  });
  assert.equal(undone.method, 'PATCH');
  assert.deepEqual(undone.path, ['rooms', 'ops']);
  assert.deepEqual(undone.body, { topic: 'a', retention: { lines: null, age: 'P7D' } });
});

test('the default retention comes back as none', () => {
  const undone = way({ before: { keepLines: null, keepAge: null }, after: { keepLines: 5, keepAge: null } });
  assert.deepEqual(undone.body, { retention: null });
});

test('a key cannot be set back', () => {
  assert.equal(way({ before: { hasKey: true }, after: { hasKey: false } }).possible, false);
});

test('a role is given back, or taken', () => {
  const given = way({ action: 'role.change', subject: 'ops/carol', before: null, after: { role: 'voice' } });
  assert.deepEqual([given.method, given.path], ['DELETE', ['rooms', 'ops', 'roles', 'carol']]);
  const taken = way({ action: 'role.change', subject: 'ops/carol', before: { role: 'owner' }, after: null });
  assert.deepEqual([taken.method, taken.body], ['PUT', { role: 'owner' }]);
});

test('what is told is set back, or removed', () => {
  const changed = way({ action: 'room.metadata', before: { url: 'a' }, after: { url: 'b' } });
  assert.deepEqual([changed.method, changed.path], ['PATCH', ['rooms', 'ops', 'metadata']]);
  assert.deepEqual(changed.body, { values: { url: 'a' } });
  const added = way({ action: 'account.metadata', subject: 'carol', before: null, after: { url: 'b' } });
  assert.deepEqual([added.path, added.body], [['accounts', 'carol', 'metadata'], { values: { url: null } }]);
});

test('a certificate is removed, or added again', () => {
  const certificate = { fingerprint: '0a' };
  const added = way({ action: 'account.certificate.add', subject: 'carol', after: certificate });
  assert.deepEqual([added.method, added.path], ['DELETE', ['accounts', 'carol', 'certificates', '0a']]);
  const removed = way({ action: 'account.certificate.remove', subject: 'carol', before: certificate });
  assert.deepEqual([removed.method, removed.body], ['POST', certificate]);
});

test('an account that was renamed is found by its new name', () => {
  const undone = way({
    action: 'account.change',
    subject: 'carol',
    before: { name: 'carol', admin: false, disabled: false },
    after: { name: 'caroline', admin: false, disabled: true },
  });
  assert.deepEqual(undone.path, ['accounts', 'caroline']);
  assert.deepEqual(undone.body, { name: 'carol', disabled: false });
});

test('the emergency level goes back', () => {
  const undone = way({
    action: 'defence.change',
    before: { level: 'open', reason: '' },
    after: { level: 'closed', reason: 'raid' },
  });
  assert.deepEqual([undone.kind, undone.level], ['defence', 'open']);
});

test('what is gone cannot be undone, and it is said why', () => {
  for (const action of ['message.redact', 'room.delete', 'account.delete', 'token.delete', 'client.kick', 'unknown']) {
    const undone = way({ action });
    assert.equal(undone.possible, false);
    assert.ok(undone.why.length > 10);
  }
});

test('a ban is recognized by kind, room and target', () => {
  const ban = {
    id: 'x',
    kind: 'ban',
    room: null,
    nick: 'Troll',
    address: null,
    account: null,
    createdAt: '',
    until: null,
    reason: '',
    by: '',
  };
  assert.ok(isThatBan(ban, { kind: 'ban', room: null, target: 'troll' }));
  assert.ok(!isThatBan(ban, { kind: 'ban', room: 'ops', target: 'troll' }));
  assert.ok(!isThatBan(ban, { kind: 'mute', room: null, target: 'troll' }));
});

test('a renamed room gets its former name again', () => {
  const renamed = change({ action: 'room.rename', before: { name: 'ops' }, after: { name: 'works' } });
  assert.deepEqual(undo(renamed), {
    possible: true,
    label: 'Call it #ops again',
    kind: 'request',
    method: 'POST',
    path: ['rooms', 'works', 'rename'],
    body: { name: 'ops' },
  });
});
