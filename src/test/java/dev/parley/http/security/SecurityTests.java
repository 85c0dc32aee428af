package dev.parley.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.HttpTestApplication;
import dev.parley.http.RecordingPause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class SecurityTests {

  private static final String RIGHT = ApiTester.basic("admin", ApiTester.PASSWORD);

  @Autowired private ApiTester api;
  @Autowired private RecordingPause pause;

  @BeforeEach
  void forgetGuesses() {
    api.get("/api/v1/listeners").is(200);
    pause.taken.clear();
  }

  @Test
  void everythingButHealthAndDocumentationWantsThePassword() {
    for (String path :
        List.of(
            "/api/v1/clients",
            "/api/v1/rooms/lobby",
            "/api/v1/nothing",
            "/nothing",
            "/error",
            "/actuator",
            "/actuator/info",
            "/actuator/metrics",
            "/actuator/prometheus")) {
      Answer answer = api.send(api.request(path)).isProblem(401, "unauthorized");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=\"parley\"");
      answer.has("$.instance", path);
    }
    for (String path :
        List.of(
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            "/v3/api-docs",
            "/swagger-ui/index.html")) {
      api.send(api.request(path)).is(200);
    }
    assertThat(api.send(api.request("/swagger-ui.html")).is(302).header("Location"))
        .isEqualTo("/swagger-ui/index.html");
  }

  @Test
  void wrongCredentialsAreRefused() {
    for (String credentials :
        List.of(
            ApiTester.basic("admin", "wrong"),
            ApiTester.basic("admin", ""),
            ApiTester.basic("Admin", ApiTester.PASSWORD),
            ApiTester.basic("user", ApiTester.PASSWORD),
            ApiTester.basic("admin", ApiTester.PASSWORD + "\0"),
            "Basic ???",
            "Basic",
            "Basic YWRtaW4=",
            "Digest x")) {
      api.send(api.request("/api/v1/rooms").header("Authorization", credentials))
          .isProblem(401, "unauthorized");
    }
  }

  @Test
  void wrongGuessesAreSlowed() {
    for (int n = 0; n < 4; n++) {
      api.send(
              api.request("/api/v1/rooms")
                  .header("Authorization", ApiTester.basic("admin", "guess" + n)))
          .is(401);
    }

    assertThat(pause.taken).hasSize(3).isSorted();
    assertThat(pause.taken.getLast()).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void tooManyGuessesAtATimeAreNotHeard() {
    Supplier<Answer> guess =
        () ->
            api.send(
                api.request("/api/v1/rooms")
                    .header("Authorization", ApiTester.basic("admin", "wrong")));
    guess.get().is(401);
    pause.gate = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Answer>> answers =
          Stream.generate(() -> CompletableFuture.supplyAsync(guess, threads)).limit(40).toList();
      Answer first =
          (Answer)
              CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                  .orTimeout(10, TimeUnit.SECONDS)
                  .join();
      pause.gate.countDown();

      first.isProblem(429, "too_many_attempts");
      assertThat(first.header("Retry-After")).isEqualTo("3");
      assertThat(answers).extracting(answer -> answer.join().status()).containsOnly(401, 429);
    }
  }

  @Test
  void requestsWithoutCredentialsAreNoGuesses() {
    for (int n = 0; n < 4; n++) {
      api.send(api.request("/api/v1/rooms")).is(401);
    }

    assertThat(pause.taken).isEmpty();
  }

  @Test
  void noSessionIsBegun() {
    assertThat(api.get("/api/v1/rooms").headers().map()).doesNotContainKey("set-cookie");
  }

  @Test
  void pagesOfOtherSitesCannotChangeAnything() {
    for (String site : List.of("cross-site", "same-site", "nonsense")) {
      change("Sec-Fetch-Site", site).isProblem(403, "cross_site");
    }
    for (String origin : List.of("http://evil.example", "null", "http://localhost:1")) {
      change("Origin", origin).isProblem(403, "cross_site");
    }
  }

  @Test
  void ownPagesAndProgramsCan() {
    change("Sec-Fetch-Site", "same-origin").is(204);
    change("Sec-Fetch-Site", "none").is(204);
    change("Origin", "http://localhost:" + api.port()).is(204);
    change("User-Agent", "curl").is(204);
  }

  private Answer change(String header, String value) {
    return api.send(
        api.request("/api/v1/announcements")
            .header("Authorization", RIGHT)
            .header("Content-Type", "application/json")
            .header(header, value)
            .POST(BodyPublishers.ofString("{\"text\":\"hi\"}")));
  }

  @Test
  void pagesOfAllowedSitesCan() {
    Answer preflight =
        api.send(
            api.request("/api/v1/announcements")
                .header("Origin", "https://chat.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(preflight.is(200).header("Access-Control-Allow-Origin"))
        .isEqualTo("https://chat.example");
    assertThat(preflight.header("Access-Control-Allow-Methods")).contains("PUT", "DELETE");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
    Answer change = change("Origin", "https://chat.example").is(204);
    assertThat(change.header("Access-Control-Allow-Origin")).isEqualTo("https://chat.example");
  }

  @Test
  void pagesOfOtherSitesAreGivenNothing() {
    Answer preflight =
        api.send(
            api.request("/api/v1/announcements")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(preflight.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control-allow"));
    for (String path : List.of("/actuator/metrics", "/v3/api-docs")) {
      assertThat(
              api.send("GET", path, null, "Origin", "https://chat.example")
                  .header("Access-Control-Allow-Origin"))
          .as(path)
          .isEmpty();
    }
  }

  @Test
  void actuatorShowsNoMoreThanItShould() {
    for (String name :
        List.of(
            "env",
            "configprops",
            "heapdump",
            "threaddump",
            "beans",
            "loggers",
            "mappings",
            "conditions",
            "httpexchanges",
            "scheduledtasks",
            "shutdown")) {
      api.get("/actuator/" + name).isProblem(404, "not_found");
    }
    assertThat(api.get("/actuator").is(200).body()).doesNotContain("env", "heapdump");
    for (String path : List.of("/actuator/info", "/actuator/prometheus", "/actuator/health")) {
      assertThat(api.get(path).is(200).body()).doesNotContain(ApiTester.PASSWORD);
    }
  }

  @Test
  void formsCannotPost() {
    for (String type :
        List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data")) {
      api.send(
              api.request("/api/v1/announcements")
                  .header("Authorization", RIGHT)
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("{\"text\":\"hi\"}")))
          .isProblem(415, "unsupported_media_type");
    }
  }

  @Test
  void answersAreNotCached() {
    assertThat(api.get("/api/v1/rooms").header("Cache-Control")).contains("no-store");
  }

  @Test
  void noAnswerIsFramedOrSniffedOrRun() {
    for (String path :
        List.of(
            "/",
            "/console/",
            "/console/login",
            "/console/assets/nothing.js",
            "/api/v1/rooms",
            "/api/v1/nothing",
            "/api/v1/rooms/none",
            "/nothing",
            HttpTestApplication.FAULT,
            "/error",
            "/a%2Fb",
            "/a//b",
            "/%ZZ",
            "/actuator/health",
            "/v3/api-docs",
            "/swagger-ui.html",
            "/swagger-ui/index.html",
            "/swagger-ui/swagger-ui-bundle.js")) {
      for (String method : List.of("GET", "POST", "TRACE")) {
        Map<String, String> headers = raw(method, path);
        assertThat(headers)
            .as(method + " " + path)
            .containsEntry("x-content-type-options", "nosniff")
            .containsEntry("referrer-policy", "no-referrer")
            .doesNotContainKey("server");
        assertThat(headers.get("content-security-policy"))
            .as(method + " " + path)
            .startsWith("default-src 'none'")
            .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
            .doesNotContain("unsafe");
      }
    }
  }

  /** Returns the headers of an answer, with their names in lower case. */
  private Map<String, String> raw(String method, String path) {
    try (Socket socket = new Socket("localhost", api.port())) {
      socket.setSoTimeout(20_000);
      String request =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
              .formatted(method, path, RIGHT);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer
          .substring(0, answer.indexOf("\r\n\r\n"))
          .lines()
          .skip(1)
          .map(line -> line.split(": ", 2))
          .collect(
              Collectors.toMap(
                  header -> header[0].toLowerCase(Locale.ROOT),
                  header -> header.length > 1 ? header[1] : "",
                  (one, other) -> one));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
