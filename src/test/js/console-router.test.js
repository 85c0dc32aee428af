import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, parse, roomAddress } from '../../main/resources/pages/console/router.js';

test('the console itself is the overview', () => {
  assert.equal(parse('', '').screen, 'overview');
  assert.equal(address([]), './');
});

test('an address leads to its screen, with its query', () => {
  assert.deepEqual(parse('connections', '?filter=room%3Aops&sort=idle'), {
    screen: 'connections',
    parts: [],
    query: { filter: 'room:ops', sort: 'idle' },
  });
});

test('a connection, a room and an account have screens of their own', () => {
  assert.equal(parse('accounts/carol', '').screen, 'account');
  assert.equal(parse('accounts/carol/more', '').screen, 'missing');
  assert.deepEqual(parse('connections/a-1', '').parts, ['a-1']);
  assert.equal(parse('connections/a-1', '').screen, 'connection');
  assert.deepEqual(parse('rooms/news.eu/log', '?at=8'), {
    screen: 'room',
    parts: ['news.eu', 'log'],
    query: { at: '8' },
  });
});

test('whatever a room is called, its address leads to it', () => {
  for (const name of ['ops', 'news.eu', 'größe', 'a b', 'x/y', '100%']) {
    const [path = '', search = ''] = roomAddress(name, 'bans', { filter: 'a&b' }).split('?');
    const route = parse(path, search);
    assert.deepEqual(route.parts, [name, 'bans']);
    assert.equal(route.query['filter'], 'a&b');
  }
});

test('an address that leads nowhere is missing', () => {
  for (const path of ['nothing', 'rooms/ops/none', 'rooms/ops/log/more', 'bans/1', '%E0%A4%A']) {
    assert.equal(parse(path, '').screen, 'missing');
  }
});

test('what is empty is left out of an address', () => {
  assert.equal(address(['audit'], { actor: '', action: null, subject: undefined, limit: 0 }), 'audit?limit=0');
});
