package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.Secret;
import dev.parley.chat.operator.AccountAdmin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests passwords on a whole server: a new one, and a flood of them. */
class PasswordServerTests {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            "parley.listeners.proxied.port=0",
            "parley.listeners.proxied.address=127.0.0.1",
            "parley.listeners.proxied.proxy-protocol=true",
            "parley.listeners.proxied.trusted-proxies=127.0.0.1",
            "parley.accounts.password-threads=1",
            "parley.accounts.password-queue=2",
            "parley.resume.hold=2m");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> http(String method, String path, String json)
      throws Exception {
    byte[] admin = ("admin:" + TestServer.PASSWORD).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(admin))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static String resumeToken(TestClient client) {
    String line = client.line();
    while (!line.contains("/resume ")) {
      line = client.line();
    }
    return line.substring(line.indexOf("/resume ") + "/resume ".length()).strip();
  }

  private static TestClient loggedIn(String name, String password) {
    return server
        .connect()
        .send("/login " + name + " " + password)
        .expectUntil("-- You are logged in as " + name + ".*");
  }

  @Test
  void newPasswordEndsTheSessionsAndTheirTokens() throws Exception {
    server.bean(AccountAdmin.class).create("victim", new Secret("correct horse 1"), false);
    try (TestClient thief = loggedIn("victim", "correct horse 1");
        TestClient dropped = loggedIn("victim", "correct horse 1")) {
      String token = resumeToken(thief);
      String another = resumeToken(dropped);
      dropped.reset();

      assertThat(
              http("PATCH", "/api/v1/accounts/victim", "{\"password\":\"another horse 2\"}")
                  .statusCode())
          .isEqualTo(200);

      thief.expectUntil("-- bye: the password of your account was changed.*").expectClosed();
      for (String old : List.of(token, another)) {
        try (TestClient again = server.connect()) {
          again.send("/resume " + old).expectUntil("!! That token is not known.*");
        }
      }
    }
  }

  @Test
  void peopleChangeTheirOwnPassword() {
    server.bean(AccountAdmin.class).create("carol", new Secret("correct horse 1"), false);
    try (TestClient carol = loggedIn("carol", "correct horse 1");
        TestClient other = loggedIn("carol", "correct horse 1")) {
      carol
          .send("/password correct horse 1 and more")
          .expectUntil("!! That is not your password. One with spaces goes in quotes:.*")
          .send("/password \"correct horse 1\" \"another horse 2\"")
          .expectUntil("!! The new password is the rest of the line, without quotes around it.")
          .send("/password \"correct horse 1\" another horse 2")
          .expectUntil("-- Your password is changed. 1 other session of your account ended.");
      other.expectUntil("-- bye: the password of your account was changed.*").expectClosed();
      carol
          .send("/json on")
          .send("/password \"another horse 2\" third-horse")
          .expectUntil("\\{\"type\":\"notice\",\"text\":\"Your password is changed\\.\".*")
          .send("/password wrong third-horse")
          .expectUntil("\\{\"type\":\"refused\",\"code\":\"wrong_credentials\".*");
    }
    loggedIn("carol", "third-horse").close();
  }

  /** Each from a network of its own and at a name of its own, so that none waits for another. */
  @Test
  void floodOfPasswordsIsRefusedAndHoldsUpNobodyElse() throws Exception {
    List<TestClient> flood = new ArrayList<>();
    try (TestClient alice = server.join("alice");
        TestClient dora = server.join("dora")) {
      for (int n = 1; n <= 60; n++) {
        flood.add(
            TestClient.connect(server.port("proxied"))
                .sendText("PROXY TCP4 10.1." + n + ".1 192.0.2.9 51234 2323\r\n")
                .expectUntil("-- What is your name.*"));
      }
      for (TestClient client : flood) {
        client.sendText("/login nobody" + flood.indexOf(client) + " guess\n");
      }

      alice.send("hello");
      dora.expectUntil("<alice> hello");
      assertThat(http("GET", "/actuator/health", "").statusCode()).isEqualTo(200);
      List<String> answers = flood.stream().map(PasswordServerTests::refusal).toList();
      assertThat(answers).contains("!! Wrong name or password.");
      assertThat(answers)
          .contains("!! Too many passwords are waiting to be checked. Try again in a few seconds.");
      server.bean(AccountAdmin.class).create("frank", new Secret("correct horse 1"), false);
      loggedIn("frank", "correct horse 1").close();
    } finally {
      flood.forEach(TestClient::close);
    }
  }

  private static String refusal(TestClient client) {
    String line = client.line();
    while (!line.startsWith("!! ")) {
      line = client.line();
    }
    return line;
  }
}
