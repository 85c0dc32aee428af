import assert from 'node:assert/strict';
import test from 'node:test';
import { mentions, parse } from '../../main/resources/pages/chat/text.js';

const links = (text) => parse(text, []).filter((part) => part.type === 'link');
const whole = (text, nick = 'carol') => parse(text, [nick]).map((part) => part.text + (part.type === 'link' ? '' : '')).join('');

test('links are http and https alone', () => {
  assert.deepEqual(links('see https://example.org/a?b=c#d now').map((one) => one.href), ['https://example.org/a?b=c#d']);
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'file:///etc/passwd', 'vbscript:x', 'http://', 'https://?']) {
    assert.deepEqual(links(text), [], text);
  }
});

test('the punctuation around a link is not part of it', () => {
  assert.equal(links('(https://example.org/a).')[0].text, 'https://example.org/a');
  assert.equal(links('https://en.example.org/wiki/A_(b), and')[0].text, 'https://en.example.org/wiki/A_(b)');
  assert.equal(links('"https://example.org/"!')[0].text, 'https://example.org/');
});

test('a host that could be taken for another is shown', () => {
  assert.equal(links('http://аррӏе.com/login')[0].host, 'xn--80ak6aa92e.com');
  assert.equal(links('https://example.org@evil.example/')[0].host, 'evil.example');
  assert.equal(links('https://xn--80ak6aa92e.com/')[0].host, 'xn--80ak6aa92e.com');
  assert.equal(links('https://Example.org:8443/a')[0].host, '');
});

test('no character of a text is lost or added', () => {
  for (const text of ['<img src=x onerror=alert(1)>', 'a #ops/3 carol: @carol https://example.org/.', '&amp; <b>', '', 'https://', '# #1 ##a', '\u202e#ops']) {
    assert.equal(whole(text), text);
  }
});

test('rooms and lines are found, but not inside of words and links', () => {
  const rooms = (text) => parse(text, []).filter((part) => part.type === 'room').map((part) => [part.room, part.offset]);
  assert.deepEqual(rooms('in #ops/812, or #büro.'), [['ops', 812], ['büro', null]]);
  assert.deepEqual(rooms('C#sharp &#39; https://example.org/#ops a/#b'), []);
});

test('a mention is the name as a word, in upper or lower case', () => {
  for (const text of ['carol', 'hey Carol!', '@carol: x', 'a,carol']) {
    assert.ok(mentions(text, ['carol']), text);
  }
  for (const text of ['caroline', 'carol_2', 'carol-ann', 'xcarol', '']) {
    assert.ok(!mentions(text, ['carol']), text);
  }
  assert.ok(mentions('hey carol-ann', ['Carol-Ann']));
  assert.ok(mentions('a.b_c?', ['b_c']));
  assert.ok(mentions('Carol?', ['carol_2', 'carol']));
  assert.ok(!mentions('anything', []));
});

test('a mention is marked however often it was looked for before', () => {
  for (let i = 0; i < 3; i++) {
    assert.ok(mentions('carol: look at #ops/6', ['carol']));
    assert.deepEqual(parse('carol: look at #ops/6', ['carol']).map((part) => part.type), ['mention', 'text', 'room']);
  }
});
