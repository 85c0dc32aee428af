import assert from 'node:assert/strict';
import test from 'node:test';
import { delay, ending } from '../../main/resources/pages/chat/reconnect.js';

test('the time between tries grows to half a minute and is spread', () => {
  assert.deepEqual([0, 1, 2, 5, 50].map((failures) => delay(failures, () => 0.999_999)), [1000, 2000, 4000, 30_000, 30_000]);
  assert.equal(delay(0, () => 0), 600);
});

test('who was sent away does not come back unasked', () => {
  for (const reason of ['kicked', 'banned', 'taken-over', 'quit', 'password-changed', 'not-let-in']) {
    assert.equal(ending(reason, 1008).retry, false, reason);
  }
  assert.equal(ending(null, 1008).retry, false);
});

test('who lost the connection comes back', () => {
  for (const [reason, code] of [[null, 1006], ['shutdown', 1001], [null, 1001], ['slow-reader', 1008], ['connection-lost', 1000]]) {
    assert.equal(ending(reason, code).retry, true, `${reason} ${code}`);
  }
});

test('each end says what happened', () => {
  for (const reason of ['kicked', 'banned', 'shutdown', 'slow-reader']) {
    assert.notEqual(ending(reason, 1008).title, '');
    assert.notEqual(ending(reason, 1008).advice, '');
  }
});
