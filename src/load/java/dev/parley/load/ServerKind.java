package dev.parley.load;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A kind of server that the suite measures. */
enum ServerKind {
  /** The baseline server. */
  FLOOR("floor", "the floor") {
    @Override
    MeasuredServer start(ServerOptions options) throws IOException {
      return MeasuredServer.floor();
    }
  },

  /** Parley with history off. */
  PARLEY("parley", "parley without history") {
    @Override
    MeasuredServer start(ServerOptions options) throws IOException {
      return MeasuredServer.parley(options, List.of("--parley.history.lines=0"));
    }
  },

  /** Parley with history on, which is its default. */
  DURABLE("durable", "parley with history") {
    @Override
    MeasuredServer start(ServerOptions options) throws IOException {
      return MeasuredServer.parley(options, List.of());
    }
  };

  /** Prefix of its figures in reports. */
  final String label;

  /** Name in titles. */
  final String title;

  ServerKind(String label, String title) {
    this.label = label;
    this.title = title;
  }

  /** Starts a server, whose store is empty. */
  abstract MeasuredServer start(ServerOptions options) throws IOException;

  /** Returns the name of one of its figures, in camel case. */
  String figure(String name) {
    return label + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
