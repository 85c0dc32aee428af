package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.login.LoginThrottle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lends one server, or two on one database, to several tests, one after the other. Whatever a test
 * leaves is deleted before the next; servers that a test failed with are not used again. What
 * remains is the count of the lobby's offsets and of guests, and the audit.
 *
 * <p>Registered as an extension in a static field, it lends its servers to each test that has
 * parameters of the type {@link TestServer}: the first and, where there are two, the second.
 */
public final class SharedServer
    implements AutoCloseable, ParameterResolver, AfterEachCallback, AfterAllCallback {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  /** Beans that a conversation does not need are not worth the time that they take to make. */
  private static final String LAZILY = "spring.main.lazy-initialization=true";

  private final List<String> ofEachTest;
  private final Function<List<String>, List<TestServer>> starter;
  private List<String> properties = List.of();
  private List<TestServer> servers = List.of();
  private List<TestServer> lent = List.of();

  /**
   * @param properties what the server has that tests get as a parameter
   */
  SharedServer(String... properties) {
    this(List.of(properties), wanted -> List.of(start(wanted.toArray(String[]::new))));
  }

  /** Lends servers that are started together. */
  SharedServer(Supplier<List<TestServer>> cluster) {
    this(List.of(), wanted -> cluster.get());
  }

  private SharedServer(List<String> properties, Function<List<String>, List<TestServer>> starter) {
    this.ofEachTest = properties;
    this.starter = starter;
  }

  /** Starts a server of one's own with these properties. */
  static TestServer start(String... properties) {
    return TestServer.start(
        Stream.concat(Stream.of(LAZILY), Arrays.stream(properties)).toArray(String[]::new));
  }

  /**
   * Runs a test with a server that has these properties. It is the one of the test before if that
   * had the same.
   */
  void use(List<String> wanted, Consumer<TestServer> test) {
    boolean passed = false;
    try {
      test.accept(lend(wanted).getFirst());
      passed = true;
    } finally {
      takeBack(passed);
    }
  }

  private List<TestServer> lend(List<String> wanted) {
    if (!wanted.equals(properties)) {
      close();
    }
    List<TestServer> before = servers;
    servers = List.of();
    properties = wanted;
    if (before.isEmpty()) {
      lent = starter.apply(wanted);
    } else {
      lent = before;
      clear(before);
    }
    return lent;
  }

  private void takeBack(boolean passed) {
    servers = lent;
    lent = List.of();
    if (!passed) {
      close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return isServer(parameter.getParameter());
  }

  private static boolean isServer(Parameter parameter) {
    return parameter.getType() == TestServer.class;
  }

  @Override
  public TestServer resolveParameter(ParameterContext parameter, ExtensionContext test) {
    long before =
        Stream.of(parameter.getDeclaringExecutable().getParameters())
            .limit(parameter.getIndex())
            .filter(SharedServer::isServer)
            .count();
    return (lent.isEmpty() ? lend(ofEachTest) : lent).get((int) before);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (!lent.isEmpty()) {
      takeBack(test.getExecutionException().isEmpty());
    }
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    close();
  }

  /**
   * Calls the HTTP API as the admin.
   *
   * @param request the method, the path below {@code /api/v1}, and the body if there is one, with
   *     spaces between them
   * @param headers names and values of further headers
   * @return the status and the body, if there is one, with a space between them
   */
  public static String call(TestServer server, String request, String... headers) {
    String[] parts = request.split(" ", 3);
    String user = "admin:" + TestServer.PASSWORD;
    try {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1" + parts[1]))
                  .method(
                      parts[0],
                      parts.length > 2
                          ? BodyPublishers.ofString(parts[2])
                          : BodyPublishers.noBody())
                  .header(
                      "Authorization",
                      "Basic "
                          + Base64.getEncoder()
                              .encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                  .headers(
                      Stream.concat(
                              Stream.of("Content-Type", "application/json"), Stream.of(headers))
                          .toArray(String[]::new))
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              BodyHandlers.ofString());
      return (response.statusCode() + " " + response.body()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void clear(List<TestServer> servers) {
    awaitEach(servers, server -> server.chat().sessions().isEmpty());
    TestServer server = servers.getFirst();
    if (server.chat().population() > 0) { // Lost sessions are held; a ban ends them.
      done(server, "POST /bans {\"address\":\"127.0.0.1\"}");
      awaitEach(servers, each -> each.chat().population() == 0 && !isWithoutBans(each));
    }
    servers.forEach(each -> each.bean(LoginThrottle.class).check("127.0.0.1", () -> true));
    names(server, "/rooms", "name").stream()
        .filter(room -> !room.equals("lobby"))
        .forEach(room -> done(server, "DELETE /rooms/" + room));
    names(server, "/accounts", "name").forEach(name -> done(server, "DELETE /accounts/" + name));
    names(server, "/tokens", "id").forEach(id -> done(server, "DELETE /tokens/" + id));
    names(server, "/bans", "id").forEach(id -> done(server, "DELETE /bans/" + id));
    done(server, "PUT /defence {\"level\":\"open\",\"reason\":\"\"}");
    done(
        server,
        "PATCH /rooms/lobby {\"topic\":\"\",\"moderated\":false,\"readOnly\":false,"
            + "\"slowModeSeconds\":0,\"retention\":{\"lines\":0}}");
    done(server, "PATCH /rooms/lobby {\"retention\":null}");
    awaitEach(servers, each -> each.chat().roomCount() == 1 && isWithoutBans(each));
  }

  private static boolean isWithoutBans(TestServer server) {
    return server.chat().moderation().bans().isEmpty();
  }

  /** Waits until all have heard of what one of them did. */
  private static void awaitEach(List<TestServer> servers, Predicate<TestServer> state) {
    await().pollInterval(Duration.ofMillis(10)).until(() -> servers.stream().allMatch(state));
  }

  private static List<String> names(TestServer server, String path, String member) {
    String answer = call(server, "GET " + path + "?limit=500");
    assertThat(answer).startsWith("200 ");
    return JSON.readTree(answer.substring(4))
        .get("items")
        .valueStream()
        .map((JsonNode item) -> item.get(member).asString())
        .toList();
  }

  private static void done(TestServer server, String request) {
    assertThat(call(server, request)).as(request).matches("(?s)(20[0-9]|404).*");
  }

  @Override
  public void close() {
    servers.forEach(TestServer::close);
    servers = List.of();
  }
}
