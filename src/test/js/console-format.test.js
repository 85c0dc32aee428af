import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../../main/resources/pages/console/format.js';
import { LogLines } from '../../main/resources/pages/console/loglines.js';
import { isShown, SCREENS } from '../../main/resources/pages/console/scopes.js';

test('sizes, times and counts are written for people', () => {
  assert.equal(format.count(12345.4), '12,345');
  assert.equal(format.plural(1, 'address', 'addresses'), '1 address');
  assert.equal(format.plural(2, 'address', 'addresses'), '2 addresses');
  assert.equal(format.bytes(0), '0 B');
  assert.equal(format.bytes(1536), '1.5 KiB');
  assert.equal(format.bytes(1048576), '1 MiB');
  assert.equal(format.millis(0.18), '0.18 ms');
  assert.equal(format.millis(1500), '1.5 s');
  assert.equal(format.short(12_300), '12.3k');
});

test('a duration has its two largest units', () => {
  assert.equal(format.duration(59), '59 s');
  assert.equal(format.duration(61), '1 min 1 s');
  assert.equal(format.duration(3660), '1 h 1 min');
  assert.equal(format.duration(86_400 * 3 + 7200), '3 d 2 h');
});

test('a time is told by how long ago it is, or how long to come', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  assert.equal(format.relative('2026-11-22T09:59:58Z', now), 'just now');
  assert.equal(format.relative('2026-11-22T09:00:00Z', now), '1 h ago');
  assert.equal(format.relative('2026-11-24T10:00:00Z', now), 'in 2 d');
});

test('browsers are named', () => {
  const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  assert.equal(format.browserName(agent), 'Chromium on Linux');
  assert.equal(format.browserName('curl/8'), 'curl/8');
  assert.equal(format.browserName(null), 'unknown');
});

/** @param {number} offset @param {string} [from] */
const line = (offset, from = 'alice') => ({
  type: 'message',
  room: 'ops',
  offset,
  epoch: 'e',
  at: '2026-11-22T10:00:00Z',
  from,
  text: 'hi',
});

test('lines that come twice are shown once, and those that are missing are counted', () => {
  const log = new LogLines();
  log.append([line(5), line(6)]);
  log.append([line(6), line(9)]);
  log.prepend([line(3), line(4), line(5)]);
  assert.deepEqual(
    log.lines.map(one => one.offset),
    [3, 4, 5, 6, 9],
  );
  assert.equal(log.missingBefore(4), 2);
  assert.equal(log.missingBefore(0), 0);
});

test('the oldest lines make room', () => {
  const log = new LogLines(2);
  log.append([line(1), line(2), line(3)]);
  assert.deepEqual([log.first, log.last], [2, 3]);
  log.append([line(4)], false);
  assert.equal(log.lines.length, 3);
});

test('a redacted line keeps its place without its text', () => {
  const log = new LogLines();
  log.append([line(1), line(2, 'bob')]);
  log.redact(one => one.from === 'bob');
  assert.equal(log.lines[1]?.text, '');
  assert.equal(log.lines[1]?.redacted, true);
  assert.equal(log.lines[0]?.text, 'hi');
});

test('screens are shown to those whose scopes reach them', () => {
  assert.ok(isShown('room', ['rooms:read']));
  assert.ok(!isShown('tokens', ['rooms:read']));
  assert.ok(isShown('bans', ['clients:read']) && isShown('bans', ['bans:write']));
  assert.ok(isShown('sessions', []));
  assert.ok(!isShown('missing', []));
});

test('every screen has a key of its own', () => {
  assert.equal(new Set(SCREENS.map(one => one.key)).size, SCREENS.length);
});
