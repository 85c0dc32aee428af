package dev.parley.chat.history;

/** Represents the offsets between two, both exclusive. */
public record OffsetRange(long after, long before) {}
