package dev.parley.chat.api;

/**
 * A return that is prepared: the old connection has ended, and it is known what was missed. Opaque
 * to a protocol, which gives it back in {@link Command.TakeUp}.
 */
public interface Comeback {}
