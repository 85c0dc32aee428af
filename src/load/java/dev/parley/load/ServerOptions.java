package dev.parley.load;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for starting parley. */
final class ServerOptions {

  @Option(names = "--jar", defaultValue = "target/parley.jar", description = "parley's jar")
  String jar;

  @Option(
      names = "--jvm",
      defaultValue = "@docker/jvm.options",
      description = "options of its JVM, separated by spaces")
  String jvm;

  @Option(
      names = "--store",
      defaultValue = ServerStore.SQLITE,
      description = "sqlite, postgresql (comes with the build) or jdbc:postgresql://HOST/DATABASE")
  String store;

  @Option(names = "--store-user", description = "user of the PostgreSQL database")
  @Nullable String storeUser;

  @Option(names = "--store-password", description = "that user's password")
  @Nullable String storePassword;

  /** Returns these options with PostgreSQL in place of SQLite. */
  ServerOptions withPostgres() {
    ServerOptions options = new ServerOptions();
    options.jar = jar;
    options.jvm = jvm;
    options.store = store.equals(ServerStore.SQLITE) ? ServerStore.POSTGRESQL : store;
    options.storeUser = storeUser;
    options.storePassword = storePassword;
    return options;
  }
}
