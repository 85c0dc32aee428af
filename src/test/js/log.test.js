import assert from 'node:assert/strict';
import test from 'node:test';
import * as log from '../../main/resources/pages/chat/log.js';

const line = (offset, from = 'bob', at = 1000 * offset) => log.entry({ kind: 'message', pos: offset, first: offset, at, from, text: `line ${offset}` });
const all = (...offsets) => offsets.reduce((entries, offset) => log.insert(entries, line(offset)), []);
const shown = (entries, values = {}) =>
  log.layout(entries, { start: 0, end: entries.length, head: 0, unreadAfter: null, ...values });

test('entries are in the order of their offsets, each once, however they come', () => {
  const entries = all(5, 3, 4, 3, 9, 5);
  assert.deepEqual(entries.map((one) => one.pos), [3, 4, 5, 9]);
  assert.equal(log.insert(entries, line(4)), entries);
});

test('what has no offset stays behind the line that it came after', () => {
  const notice = log.entry({ kind: 'notice', pos: 4, seq: 1, text: 'x' });
  const entries = log.insert(log.insert(all(4), notice), line(5));
  assert.deepEqual(entries.map(log.keyOf), ['4', '4.1', '5']);
});

test('removed lines of a person in a row are one entry', () => {
  const entries = [1, 2, 3, 4].reduce((those, offset) => log.insert(those, { ...line(offset), redacted: offset > 1 && offset < 4 }), []);
  const items = shown(entries).filter((item) => item.type === 'entry');
  assert.deepEqual(items.map((item) => [item.key, item.removed]), [['1', 0], ['2', 2], ['4', 0]]);
});

test('lines that are not loaded are holes', () => {
  assert.deepEqual(log.holes(all(3, 4, 8), 1, 10), [{ from: 1, to: 2 }, { from: 5, to: 7 }, { from: 9, to: 10 }]);
  assert.deepEqual(log.holes([], 1, 2), [{ from: 1, to: 2 }]);
  const closed = log.close(all(3, 6), 1, 7, 'expired');
  assert.deepEqual(log.holes(closed, 1, 7), []);
});

test('the layout shows holes at the beginning, between and at the end', () => {
  const items = shown(all(3, 4, 8), { head: 9 }).filter((item) => item.type === 'hole');
  assert.deepEqual(items.map((item) => [item.from, item.to]), [[1, 2], [5, 7], [9, 9]]);
});

test('a day line stands before the first line of each day', () => {
  const day = 86_400_000;
  const entries = [line(1, 'bob', day * 10), line(2, 'bob', day * 10 + 1), line(3, 'bob', day * 12)];
  assert.deepEqual(shown(entries).map((item) => item.type), ['day', 'entry', 'entry', 'day', 'entry']);
});

test('the unread line stands once, before the first line that is not read', () => {
  const items = shown(all(1, 2, 3), { unreadAfter: 1 });
  assert.deepEqual(items.map((item) => item.type), ['day', 'entry', 'unread', 'entry', 'entry']);
});

test('lines of one person within minutes are a group', () => {
  const entries = [line(1), line(2), line(3, 'dave'), line(4, 'dave', 1_000_000)];
  assert.deepEqual(shown(entries).filter((item) => item.type === 'entry').map((item) => item.head), [true, false, true, true]);
});

test('a part of a log is laid out as within the whole', () => {
  const entries = all(1, 2, 3, 4, 5, 6);
  const part = shown(entries, { start: 2, end: 4 });
  assert.deepEqual(part.map((item) => item.key), ['3', '4']);
});

test('ten thousand lines take no longer to lay out than those in view', () => {
  let entries = /** @type {any} */ (Array.from({ length: 10_000 }, (_, index) => line(index + 1)));
  entries = log.insert(entries, line(10_001));
  assert.equal(shown(entries, { start: 5000, end: 5120 }).length, 120);
  assert.equal(log.at(entries, 7777)?.pos, 7777);
});
