package dev.parley.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that define a workload. */
final class WorkloadOptions {

  @Option(names = "--names", defaultValue = "u", description = "prefix of the members' names")
  String names;

  @Option(names = "--members", defaultValue = "100", description = "number of members")
  int members;

  @Option(names = "--rooms", defaultValue = "1", description = "rooms that members are spread over")
  int rooms;

  @Option(names = "--senders", defaultValue = "8", description = "members who send messages")
  int senders;

  @Option(names = "--stalled", defaultValue = "0", description = "members who stop reading")
  int stalled;

  @Option(
      names = "--streams",
      defaultValue = "0",
      description = "members who read an HTTP stream instead")
  int streams;

  @Option(
      names = "--stream-format",
      defaultValue = "ndjson",
      description = "format of the streams: ${COMPLETION-CANDIDATES}")
  StreamFormat streamFormat;

  @Option(
      names = "--joiners",
      defaultValue = "0",
      description = "further members who join while the others send")
  int joiners;

  @Option(names = "--size", defaultValue = "64", description = "bytes of a message")
  int size;

  @Option(
      names = "--outstanding",
      defaultValue = "1",
      description = "closed loop: unacknowledged messages of each sender")
  int outstanding;

  @Option(
      names = "--rate",
      defaultValue = "0",
      description = "open loop: messages a second of all senders; for churn, arrivals a second")
  double rate;

  @Option(names = "--messages", defaultValue = "0", description = "least number of messages")
  long messages;

  @Option(
      names = "--warmup",
      defaultValue = "10s",
      converter = SecondsConverter.class,
      description = "time before anything is measured")
  Duration warmup;

  @Option(
      names = "--duration",
      defaultValue = "10s",
      converter = SecondsConverter.class,
      description = "time that is measured")
  Duration duration;

  @Option(
      names = "--deadline",
      defaultValue = "60s",
      converter = SecondsConverter.class,
      description = "limit on arriving and on the last lines")
  Duration deadline;

  /**
   * Parses options that are separated by spaces.
   *
   * @throws LoadException if an option is unknown or its value is wrong
   */
  static WorkloadOptions parse(String line) {
    WorkloadOptions options = new WorkloadOptions();
    try {
      new CommandLine(options)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(line.isBlank() ? new String[0] : line.trim().split("\\s+", -1));
    } catch (CommandLine.ParameterException e) {
      throw new LoadException(e.getMessage());
    }
    return options;
  }

  /** Builds the workload against a server that speaks parley's line protocol. */
  Workload workload(MeasuredServer server) throws IOException {
    @Nullable HttpApi http =
        streams > 0 ? new HttpApi(server.httpPort(), MeasuredServer.PASSWORD) : null;
    return workload(server.address(), Workload.LineDialect.PARLEY, http, server.proc().pid());
  }

  /**
   * Builds the workload against a server.
   *
   * @param http the server's HTTP API, null if it is not used
   * @param pid process of the server, 0 if it is not on this machine
   * @throws LoadException if the options contradict each other
   */
  Workload workload(
      InetSocketAddress server, Workload.LineDialect dialect, @Nullable HttpApi http, long pid) {
    return workload(List.of(server), dialect, http, pid == 0 ? List.of() : List.of(pid), 0);
  }

  /**
   * Builds the workload against the servers of a cluster.
   *
   * @param databasePid the process that began their database, 0 if its CPU time is not measured
   */
  Workload workload(List<MeasuredServer> nodes, long databasePid) {
    return workload(
        nodes.stream().map(MeasuredServer::address).toList(),
        Workload.LineDialect.PARLEY,
        null,
        nodes.stream().map(node -> node.proc().pid()).toList(),
        databasePid);
  }

  private Workload workload(
      List<InetSocketAddress> servers,
      Workload.LineDialect dialect,
      @Nullable HttpApi http,
      List<Long> pids,
      long databasePid) {
    return new Workload(
        servers,
        dialect,
        http,
        pids,
        databasePid,
        names,
        members,
        rooms,
        senders,
        stalled,
        streams,
        streamFormat,
        joiners,
        size,
        outstanding,
        rate,
        messages,
        warmup.toNanos(),
        duration.toNanos(),
        deadline.toNanos());
  }
}
