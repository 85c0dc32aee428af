package dev.parley.http.client;

import dev.parley.chat.session.Session;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Enumerates the orders of a list of clients. */
enum ClientOrder {
  /** The first who connected first. */
  ARRIVAL(session -> micros(session.connectedAt())),
  /** Those first that have not asked for anything for the longest time. */
  IDLE(session -> micros(session.lastActiveAt())),
  /** Those first for which the most bytes wait. */
  QUEUE(session -> Long.MAX_VALUE - session.endpoint().traffic().sendqBytes()),
  /** Those first that have sent the most lines. */
  LINES(session -> Long.MAX_VALUE - session.endpoint().traffic().linesIn());

  /** Matches the names in the API. */
  static final String NAMES = "arrival|idle|queue|lines";

  private final ToLongFunction<Session> rank;

  ClientOrder(ToLongFunction<Session> rank) {
    this.rank = rank;
  }

  private static long micros(Instant at) {
    return TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + at.getNano() / 1000;
  }

  /** Returns the order of a name. */
  static ClientOrder of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Returns the unique key that a client is sorted by. */
  String key(Session session) {
    return HexFormat.of().toHexDigits(rank.applyAsLong(session)) + ' ' + session.id();
  }

  /** Returns the name of the list in this order, for its cursors. */
  String list() {
    return this == ARRIVAL ? "clients" : "clients by " + name();
  }
}
