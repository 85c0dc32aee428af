import assert from 'node:assert/strict';
import test from 'node:test';
import { bytesOf, isSecret, parseDraft, toMessage } from '../../main/resources/pages/chat/draft.js';

test('what begins with a slash is a command, and what begins with two is said', () => {
  assert.deepEqual(parseDraft('/Kick bob spam'), { type: 'command', name: 'kick', line: '/Kick bob spam' });
  assert.deepEqual(parseDraft('//help'), { type: 'say', text: '/help' });
});

test('a command with something before its slash is not said', () => {
  for (const text of [' /msg bob secret', '\u200b/msg bob secret', '\n/login a b']) {
    assert.equal(parseDraft(text).type, 'refused', JSON.stringify(text));
  }
});

test('a command of several lines is not carried out', () => {
  assert.equal(parseDraft('/topic a\nb').type, 'refused');
});

test('a paste of several lines is one message', () => {
  assert.deepEqual(parseDraft('a\r\n  b\n\n'), { type: 'say', text: 'a\n  b' });
});

test('what cannot be seen is nothing', () => {
  for (const text of ['', '  \n', '\u200b\u2060']) {
    assert.equal(parseDraft(text).type, 'empty');
  }
});

test('bytes are those of the object on the wire', () => {
  const size = (text) => new TextEncoder().encode(text).length;
  assert.equal(bytesOf('ops', 'äöü "x"\n'.trimEnd()), size(toMessage('ops', 'äöü "x"', 'xxxxxx-0000000')));
  assert.equal(bytesOf('ops', '/me wäves'), size('/me wäves'));
  assert.equal(bytesOf('ops', ''), 0);
});

test('passwords are secrets', () => {
  for (const text of ['/login bob pw', '/REGISTER pw', ' /password a b']) {
    assert.ok(isSecret(text));
  }
  assert.ok(!isSecret('hello /login'));
});
