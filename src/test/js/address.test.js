import assert from 'node:assert/strict';
import test from 'node:test';
import { parseHash, toHash } from '../../main/resources/pages/chat/address.js';

test('rooms, lines and people have addresses', () => {
  assert.deepEqual(parseHash('#ops'), { key: 'ops', offset: null });
  assert.deepEqual(parseHash('#Ops/812'), { key: 'ops', offset: 812 });
  assert.deepEqual(parseHash('#@bob'), { key: '@bob', offset: null });
  for (const key of ['ops', 'büro', '@bob', 'a.b-c_d']) {
    assert.deepEqual(parseHash(toHash(key, 3)), { key, offset: 3 });
  }
});

test('anything else is no address', () => {
  for (const hash of ['', '#', '#/x', '#a b', '#%', '#<script>', '#ops/x', `#${'a'.repeat(65)}`]) {
    assert.equal(parseHash(hash), null, hash);
  }
});
