package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jayway.jsonpath.JsonPath;
import dev.parley.store.PostgresProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests two servers on one PostgreSQL behind HAProxy, as its configuration is shipped. They are
 * started once: each test leaves nobody behind, and the last one stops a server.
 */
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterProxyIT {

  private static final String PASSWORD = "correct horse battery staple";
  private static final String ALICES_ADDRESS = "127.0.0.5";
  private static final String BOBS_ADDRESS = "127.0.0.6";
  private static final Pattern CONVERSATION =
      Pattern.compile("(?ms)^```\n\\$ nc localhost 2323\n(.*?)^```$");
  private static final Pattern TOKEN = Pattern.compile("(?<=/resume )[\\w-]{24}");

  private final List<AutoCloseable> started = new ArrayList<>();
  private ServerProcess one;
  private ServerProcess two;
  private ProxyProcess proxy;

  @BeforeAll
  void start(@TempDir Path dir) throws IOException {
    assumeTrue(isInstalled("haproxy") && isInstalled("nc"), "HAProxy or nc is not installed.");
    PostgresProcess postgres = new PostgresProcess(dir.resolve("postgres"), ServerProcess.DEADLINE);
    started.add(postgres);
    one = server(dir, "one", postgres.url());
    two = server(dir, "two", postgres.url());
    one.awaitReady();
    two.awaitReady();
    awaitEach(
        server -> assertThat(server.ask("/api/v1/nodes", PASSWORD).body()).contains("one", "two"));
    proxy = ProxyProcess.start(dir, Map.of("one", one, "two", two));
    started.add(proxy);
  }

  private ServerProcess server(Path dir, String name, String database) throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--parley.cluster.enabled=true",
                "--parley.cluster.name=" + name,
                "--parley.cluster.drain-time=1s",
                "--parley.admin.password=" + PASSWORD,
                "--spring.datasource.url=" + database));
    for (String listener : List.of("line", "web", "irc")) {
      settings.add("--parley.listeners." + listener + ".proxy-protocol=true");
      settings.add("--parley.listeners." + listener + ".trusted-proxies=127.0.0.1");
    }
    ServerProcess server =
        ServerProcess.start(
            Files.createDirectory(dir.resolve(name)), settings.toArray(String[]::new));
    started.add(server);
    return server;
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : started.reversed()) {
      each.close();
    }
  }

  /** States what holds of a server. */
  private interface Claim {
    void check(ServerProcess server) throws Exception;
  }

  private void awaitEach(Claim claim) {
    await()
        .atMost(ServerProcess.DEADLINE)
        .untilAsserted(() -> {
          claim.check(one);
          claim.check(two);
        });
  }

  /** Reads and types what somebody in the README does, and compares to the letter. */
  private static final class Person {

    private final NetcatProcess netcat;
    private final Iterator<String> script;

    Person(NetcatProcess netcat, String script) {
      this.netcat = netcat;
      this.script = script.lines().iterator();
    }

    /** Goes on up to and with a line. */
    void playTo(String last) {
      String line = null;
      while (!last.equals(line)) {
        line = script.next();
        play(line);
      }
    }

    private void play(String line) {
      if (line.matches("(--|\\*|<\\w+>|\\[\\w+ -> \\w+]) .*")) {
        assertThat(withoutToken(netcat.line())).isEqualTo(withoutToken(line));
      } else {
        netcat.type(line);
      }
    }

    void playToEnd() {
      script.forEachRemaining(this::play);
    }

    private static String withoutToken(String line) {
      return line == null ? "" : TOKEN.matcher(line).replaceAll("…");
    }
  }

  private NetcatProcess connect(String source, String door) throws IOException {
    NetcatProcess netcat = new NetcatProcess(source, proxy.port(door));
    started.add(netcat);
    return netcat;
  }

  /** Returns the number of connections that a server itself has. */
  private static int connections(ServerProcess server) throws Exception {
    String metric = server.ask("/actuator/metrics/parley.connections", PASSWORD).body();
    return JsonPath.<Number>read(metric, "$.measurements[0].value").intValue();
  }

  /** Expects everyone who is here, as each server lists them. */
  private void awaitClients(String... nicksAndAddresses) {
    awaitEach(server -> {
      String clients = server.ask("/api/v1/clients", PASSWORD).body();
      assertThat(JsonPath.<List<Map<String, String>>>read(clients, "$.items"))
          .extracting(client -> client.get("nick") + " " + client.get("remoteAddress"))
          .containsExactlyInAnyOrder(nicksAndAddresses);
    });
  }

  private HttpResponse<String> get(String door, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + proxy.port(door) + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void conversationOfTheReadmeIsTheSame() throws Exception {
    Matcher conversation = CONVERSATION.matcher(Files.readString(Path.of("README.md")));
    assertThat(conversation.find()).isTrue();
    Person alice = new Person(connect(ALICES_ADDRESS, "line"), conversation.group(1));
    alice.playTo("-- You are alice in #lobby. Nobody else is here.");
    awaitClients("alice " + ALICES_ADDRESS);
    assertThat(conversation.find()).isTrue();
    Person bob = new Person(connect(BOBS_ADDRESS, "line"), conversation.group(1));
    bob.playTo("-- You are bob in #lobby with alice.");
    awaitEach(server -> assertThat(connections(server)).isEqualTo(1));

    alice.playTo("hello");
    bob.playTo("/me waves");
    alice.playTo("/msg bob lunch?");
    bob.playTo("/reply yes, at noon");
    alice.playTo("[bob -> you] yes, at noon");
    bob.playTo("-- bob changed the topic of #ops to: Deploys only");
    awaitEach(server ->
        assertThat(server.ask("/api/v1/rooms/ops", PASSWORD).body())
            .contains("\"topic\":\"Deploys only\"", "\"members\":1"));
    alice.playTo("-- #ops (1 here): Deploys only");
    bob.playToEnd();
    alice.playToEnd();
    alice.netcat.type("/quit");
    awaitClients();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void peopleOfTheServerThatStopsComeBackAtTheOther() throws Exception {
    awaitEach(server -> assertThat(connections(server)).isZero());
    NetcatProcess alice = connect(ALICES_ADDRESS, "line").type("alice");
    alice.expectUntil("-- You are alice .*"); // The lines of other tests come next.
    String token = alice.lineLike("-- After a drop.*").replaceFirst(".*/resume ", "");
    ServerProcess stopping = connections(one) == 1 ? one : two;
    NetcatProcess bob = connect(BOBS_ADDRESS, "line").type("bob");
    bob.expectUntil("-- You are bob .*").expectUntil("-- After a drop.*");
    awaitEach(server -> assertThat(connections(server)).isEqualTo(1));
    alice.expect("-- bob joined #lobby \\(2 here\\)");

    stopping.signal("TERM");
    alice.expect("-- bye: this server stops; come back with /resume.*");
    bob.type("are you there?");
    connect(ALICES_ADDRESS, "line")
        .type("/resume " + token)
        .expectUntil("-- You are alice again.*")
        .expectUntil(".*<bob> are you there\\?")
        .type("yes");
    bob.expectUntil("<alice> yes");
    assertThat(stopping.exitStatus()).isZero();
  }

  @Test
  void otherDoorsAreBehindItToo() throws Exception {
    NetcatProcess carol =
        connect(ALICES_ADDRESS, "irc")
            .type("NICK carol")
            .type("USER carol 0 * :carol")
            .expectUntil(":\\S+ 001 carol .*");
    awaitClients("carol " + ALICES_ADDRESS);
    carol.type("QUIT");
    awaitClients();
    assertThat(get("web", "/").body()).contains("<title>");
    assertThat(get("http", "/actuator/health/readiness").statusCode()).isEqualTo(200);
  }
}
