package dev.parley.load;

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
}
