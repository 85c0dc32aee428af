import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, parseFilter, Rates, sorted } from '../../main/resources/pages/console/clients.js';

/**
 * @param {Partial<import('../../main/resources/pages/console/types.js').Client>} [parts]
 * @returns {import('../../main/resources/pages/console/clients.js').MeasuredClient}
 */
const client = (parts = {}) => ({
  id: 'a',
  nick: 'alice',
  account: null,
  listener: 'line',
  protocol: 'line',
  remoteAddress: '192.0.2.7',
  tls: false,
  connectedAt: '2026-11-22T10:00:00Z',
  idleSeconds: 0,
  rooms: ['lobby', 'Ops'],
  linesIn: 0,
  linesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  sendqBytes: 0,
  inRate: 0,
  outRate: 0,
  ...parts,
});

/** @param {string} text @param {Parameters<typeof client>[0]} [parts] */
const fits = (text, parts) => matches(parseFilter(text), client(parts));

test('an empty filter has everyone', () => {
  assert.ok(fits('  '));
});

test('a word matches a part of the name, the account, the address, the listener or a room', () => {
  assert.ok(fits('LIC') && fits('2.7') && fits('lin') && fits('#op') && fits('eve', { account: 'Eve' }));
  assert.ok(!fits('bob'));
});

test('every word has to match', () => {
  assert.ok(fits('ali ops'));
  assert.ok(!fits('ali random'));
});

test('a field is compared with what it names', () => {
  assert.ok(fits('room:#ops') && !fits('room:op'));
  assert.ok(fits('address:192.0') && !fits('address:0.2'));
  assert.ok(fits('listener:line') && !fits('listener:web'));
  assert.ok(fits('node:one', { node: 'One' }) && !fits('node:on', { node: 'one' }) && !fits('node:one'));
  assert.ok(fits('name:ali') && !fits('account:ali'));
});

test('a colon of an IPv6 address is no field', () => {
  assert.ok(fits('2001:db8', { remoteAddress: '2001:db8::7' }));
  assert.ok(fits('address:2001:db8', { remoteAddress: '2001:db8::7' }));
});

test('who has no name yet comes last by name, and can be found by address', () => {
  const nameless = client({ id: 'b', nick: null });
  assert.deepEqual(
    sorted([nameless, client()], 'name', 'asc').map(one => one.id),
    ['a', 'b'],
  );
  assert.ok(fits('192', { nick: null }));
});

test('clients that are equal stay in the order of arrival, whichever way', () => {
  const first = client({ id: '1', connectedAt: '2026-11-22T10:00:00Z' });
  const second = client({ id: '2', connectedAt: '2026-11-22T10:00:01Z' });
  const queue = client({ id: '3', sendqBytes: 9 });
  assert.deepEqual(
    sorted([second, queue, first], 'queue', 'desc').map(one => one.id),
    ['3', '1', '2'],
  );
  assert.deepEqual(
    sorted([second, queue, first], 'queue', 'asc').map(one => one.id),
    ['1', '2', '3'],
  );
});

test('rates are measured over the answers of the last seconds', () => {
  const rates = new Rates(10_000);
  const begin = Date.parse('2026-11-22T10:00:50Z');
  const rate = (/** @type {number} */ linesIn, /** @type {number} */ after) =>
    rates.measure([client({ linesIn })], begin + after)[0]?.inRate;
  assert.equal(rate(100, 0), 2, 'at first, since the client connected 50 s before');
  assert.equal(rate(110, 2000), 5);
  assert.equal(rate(110, 12_000), 0);
  rates.measure([], begin + 13_000);
  assert.equal(rates.samples.size, 0);
});
