package dev.parley.http.client;

import dev.parley.chat.session.Session;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Enumerates the orders of a list of clients. */
enum ClientOrder {
  /** The first who connected first. */
  ARRIVAL,
  /** Those first that have not asked for anything for the longest time. */
  IDLE,
  /** Those first for which the most bytes wait. */
  QUEUE,
  /** Those first that have sent the most lines. */
  LINES;

  /** Matches the names in the API. */
  static final String NAMES = "arrival|idle|queue|lines";

  /** Returns the order of a name. */
  static ClientOrder of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Returns the unique key that a client is sorted by. */
  String key(Session session) {
    long rank =
        switch (this) {
          case ARRIVAL -> micros(session.connectedAt());
          case IDLE -> micros(session.lastActiveAt());
          case QUEUE -> Long.MAX_VALUE - session.endpoint().traffic().sendqBytes();
          case LINES -> Long.MAX_VALUE - session.endpoint().traffic().linesIn();
        };
    return HexFormat.of().toHexDigits(rank) + ' ' + session.id();
  }

  private static long micros(Instant at) {
    return TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + at.getNano() / 1000;
  }

  /** Returns the name of the list in this order, for its cursors. */
  String list() {
    return this == ARRIVAL ? "clients" : "clients by " + name();
  }
}
