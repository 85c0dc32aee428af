import assert from 'node:assert/strict';
import test from 'node:test';
import { accept, complete, parseHelp } from '../../main/resources/pages/chat/completion.js';

const HELP = '/help [COMMAND]: list the commands, or explain one\n/kick NAME [REASON]: for moderators: take a person out\n/join ROOM [KEY]: come into a room\n/rooms: list the rooms\n//text says /text';
const known = { commands: parseHelp(HELP) ?? [], people: ['bob', 'Bobby', 'dave'], rooms: ['ops', 'lobby'] };
const labels = (text) => complete(text, text.length, known).options.map((one) => one.label);
const done = (text) => {
  const found = complete(text, text.length, known);
  return accept(text, found, found.options[0]).text;
};

test('commands are those of the server', () => {
  assert.deepEqual(known.commands.map((one) => [one.name, one.usage]), [['help', '[COMMAND]'], ['kick', 'NAME [REASON]'], ['join', 'ROOM [KEY]'], ['rooms', '']]);
  assert.equal(parseHelp('hello'), null);
});

test('commands complete at the beginning alone', () => {
  assert.deepEqual(labels('/k'), ['/kick NAME [REASON]']);
  assert.deepEqual(labels('a /k'), []);
  assert.equal(done('/ki'), '/kick ');
});

test('people and rooms complete after their signs', () => {
  assert.deepEqual(labels('hey @bo'), ['@bob', '@Bobby']);
  assert.equal(done('hey @da'), 'hey dave ');
  assert.equal(done('@da'), 'dave: ');
  assert.equal(done('see #lo'), 'see #lobby ');
  assert.deepEqual(labels('mail@bo'), []);
});

test('arguments of commands complete', () => {
  assert.deepEqual(labels('/kick da'), ['dave']);
  assert.deepEqual(labels('/join o'), ['ops']);
  assert.deepEqual(labels('/join #o'), ['#ops']);
});

test('what is whole offers nothing, so that Enter sends', () => {
  assert.deepEqual(labels('/kick dave'), []);
  assert.deepEqual(labels('hey @dave'), []);
});
