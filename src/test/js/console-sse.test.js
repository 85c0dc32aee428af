import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventParser } from '../../main/resources/pages/console/sse.js';

/** @param {string[]} pieces */
function parsed(...pieces) {
  /** @type {import('../../main/resources/pages/console/sse.js').ServerEvent[]} */
  const events = [];
  const parser = new EventParser(event => events.push(event));
  pieces.forEach(piece => parser.push(piece));
  return events;
}

const STREAM = 'id: 7\nevent: message\ndata: {"a":1}\n\n:\n\nevent: bye\ndata: x\ndata: y\n\n';
const EVENTS = [
  { event: 'message', data: '{"a":1}', id: '7' },
  { event: 'bye', data: 'x\ny', id: '7' },
];

test('events are read', () => {
  assert.deepEqual(parsed(STREAM), EVENTS);
});

test('however the stream is cut, its events are the same', () => {
  for (const ends of ['\n', '\r\n', '\r']) {
    // A CR at the very end may be half of a CR LF, so something has to come behind it.
    const stream = STREAM.replaceAll('\n', ends) + ':' + ends;
    for (let cut = 0; cut <= stream.length; cut++) {
      assert.deepEqual(parsed(stream.slice(0, cut), stream.slice(cut)), EVENTS);
    }
    assert.deepEqual(parsed(...stream), EVENTS);
  }
});

test('an event that is not ended is not passed on', () => {
  assert.deepEqual(parsed('data: half\n'), []);
});

test('an event without data is none', () => {
  assert.deepEqual(parsed('event: ping\n\ndata: x\n\n'), [{ event: 'message', data: 'x', id: '' }]);
});

test('only one space behind the colon is taken away', () => {
  assert.equal(parsed('data:  x\n\n')[0]?.data, ' x');
});

test('a byte order mark before the stream is no part of it', () => {
  assert.equal(parsed('\uFEFFdata: x\n\n')[0]?.data, 'x');
});
