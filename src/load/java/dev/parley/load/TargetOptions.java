package dev.parley.load;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a running server. */
final class TargetOptions {

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "address of the server")
  String host;

  @Option(
      names = "--port",
      required = true,
      description = "port of the line protocol, or of the web")
  int port;

  @Option(
      names = "--dialect",
      defaultValue = "parley",
      description =
          "parley; json: the same in JSON mode; web: in WebSockets; irc; plain: each line goes to all"
              + " others")
  Workload.LineDialect dialect;

  @Option(
      names = "--pid",
      defaultValue = "0",
      description = "process of the server, for its CPU time and memory")
  long pid;

  @Option(
      names = "--http-port",
      defaultValue = "0",
      description = "port of the HTTP API, for --streams")
  int httpPort;

  @Option(names = "--password", defaultValue = "", description = "the admin's, for --streams")
  String password;

  /** Builds a workload against this server. */
  Workload workload(WorkloadOptions options) {
    @Nullable HttpApi http = httpPort == 0 ? null : new HttpApi(httpPort, password);
    return options.workload(new InetSocketAddress(host, port), dialect, http, pid);
  }
}
