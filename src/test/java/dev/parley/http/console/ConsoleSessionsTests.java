package dev.parley.http.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.HttpStream;
import dev.parley.chat.Chat;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.FakeEndpoint;
import dev.parley.http.HttpTest;
import dev.parley.http.RecordingPause;
import dev.parley.http.ShiftedClock;
import dev.parley.http.security.ConsoleSessions;
import dev.parley.http.stream.Streams;
import dev.parley.store.registry.RegistryTester;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Sessions of browsers in the console. */
@HttpTest
class ConsoleSessionsTests {

  private static final String SECRET = "battery staple";
  private static final String ME = "/api/v1/me";
  private static final String SESSIONS = "/api/v1/console-sessions";
  private static final String ROOMS = "/api/v1/rooms";
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration INSTANT = Duration.ofMillis(1);

  @Autowired private ApiTester api;
  @Autowired private AccountAdmin accountAdmin;
  @Autowired private ConsoleSessions sessions;
  @Autowired private RecordingPause pause;
  @Autowired private RegistryTester registry;
  @Autowired private ShiftedClock clock;
  @Autowired private Streams streams;
  @Autowired private Chat chat;

  @BeforeEach
  void reset() {
    api.reset();
    sessions.all().forEach(sessions::end);
    accountAdmin.create("root", new Secret(SECRET), true);
    accountAdmin.create("bob", new Secret(SECRET), false);
    api.get(ROOMS).is(200);
    pause.taken.clear();
    registry.waits.clear();
  }

  @AfterEach
  void runClock() {
    clock.run();
  }

  private Browser admin() {
    return Browser.of(api, "admin", ApiTester.PASSWORD);
  }

  private Browser root() {
    return Browser.of(api, "root", SECRET);
  }

  private Browser program(TokenScope... scopes) {
    return Browser.of(api, Browser.token(api.token("ci", scopes)));
  }

  @Test
  void logInTellsWhoOneIs() {
    Answer answer = Browser.login(api, Browser.credentials("admin", ApiTester.PASSWORD)).is(200);
    answer
        .has("$.name", "admin")
        .has("$.kind", "admin")
        .has("$.admin", true)
        .has("$.account", null)
        .has("$.scopes.length()", TokenScope.values().length)
        .has("$.session.current", true)
        .has("$.session.userAgent", "Browser/1.0")
        .has("$.session.name", "admin");
    Browser.login(api, Browser.credentials("ROOT", SECRET))
        .is(200)
        .has("$.name", "root")
        .has("$.kind", "account")
        .has("$.admin", true)
        .has("$.account", "root");
    String token = api.token("deputy", "bob", TokenScope.ROOMS_READ, TokenScope.CLIENTS_READ);
    Browser.login(api, Browser.token(token))
        .is(200)
        .has("$.name", "deputy")
        .has("$.kind", "token")
        .has("$.admin", false)
        .has("$.account", "bob")
        .has("$.scopes", List.of("clients:read", "rooms:read"));
  }

  @Test
  void everyCallerIsToldWhoItIs() {
    api.get(ME).is(200).has("$.name", "admin").has("$.session", null);
    api.bearing(api.token("ci", TokenScope.AUDIT_READ), "GET", ME, null)
        .is(200)
        .has("$.kind", "token")
        .has("$.account", null)
        .has("$.scopes", List.of("audit:read"));
    root().get(ME).is(200).has("$.name", "root").has("$.session.current", true);
  }

  @Test
  void cookieIsForThisServersApiAlone() {
    String cookie =
        Browser.login(api, Browser.credentials("admin", ApiTester.PASSWORD))
            .is(200)
            .header("Set-Cookie");

    assertThat(cookie.split("; ", -1))
        .hasSize(4)
        .contains("Path=/api/v1", "HttpOnly", "SameSite=Strict");
    assertThat(cookie).matches("parley-console=[A-Za-z0-9_-]{43};.*");
  }

  @Test
  void sessionMayDoWhatItsCredentialsMay() {
    Browser admin = admin();
    admin.get(ROOMS).is(200);
    admin.send("POST", ROOMS, "{\"name\":\"ops\"}").is(201);
    admin.get("/api/v1/audit?limit=1").has("$.items[0].actor", "admin");
    Browser root = root();
    root.send("PATCH", ROOMS + "/ops?reason=why", "{\"topic\":\"x\"}").is(200);
    root.get("/api/v1/audit?limit=1")
        .has("$.items[0].actor", "root")
        .has("$.items[0].actorKind", "account")
        .has("$.items[0].reason", "why");
    Browser program = program(TokenScope.ROOMS_READ, TokenScope.ROOMS_WRITE);
    program.get(ROOMS).is(200);
    program.send("DELETE", ROOMS + "/ops", null).is(204);
    program.get("/api/v1/audit").isProblem(403, "insufficient_scope");
    program
        .send("PATCH", "/api/v1/accounts/root", "{\"disabled\":true}")
        .isProblem(403, "insufficient_scope");
    api.get("/api/v1/audit?limit=1")
        .has("$.items[0].actor", "ci")
        .has("$.items[0].actorKind", "token");
  }

  @Test
  void wrongCredentialsOpenNothing() {
    for (String wrong :
        List.of(
            Browser.credentials("admin", "wrong"),
            Browser.credentials("root", "wrong"),
            Browser.credentials("nobody", SECRET),
            Browser.credentials("no name", SECRET),
            Browser.credentials("", ""))) {
      Answer answer = Browser.login(api, wrong).isProblem(401, "unauthorized");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer").doesNotContain("Basic");
      assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
      assertThat(answer.<String>at("$.detail")).isEqualTo("Wrong name or password.");
    }
    Browser.login(api, Browser.token("parley_guess")).isProblem(401, "invalid_token");
    Browser.login(api, Browser.credentials("bob", SECRET)).isProblem(403, "forbidden");
    assertThat(sessions.all()).isEmpty();
  }

  @Test
  void malformedLogInIsExplained() {
    for (String body :
        List.of(
            "{}",
            "{\"name\":\"admin\"}",
            "{\"password\":\"x\"}",
            "{\"name\":\"admin\",\"password\":\"x\",\"token\":\"y\"}",
            "{\"name\":\"admin\",\"token\":\"y\"}")) {
      Browser.login(api, body).isProblem(400, "invalid_request");
    }
    Browser.login(api, "{\"user\":\"admin\"}").isProblem(400, "unknown_property");
    Browser.login(api, "name=admin").isProblem(400, "malformed_body");
    assertThat(pause.taken).isEmpty();
  }

  @Test
  void wrongPasswordsAreSlowed() {
    for (int n = 0; n < 4; n++) {
      Browser.login(api, Browser.credentials("admin", "guess " + n)).is(401);
    }
    assertThat(pause.taken).hasSize(3).isSorted();
    for (int n = 0; n < 4; n++) {
      Browser.login(api, Browser.credentials("root", "guess " + n)).is(401);
    }
    assertThat(registry.waits).isNotEmpty();
  }

  @Test
  void logInOfAnotherSitesPageIsRefused() {
    String right = Browser.credentials("admin", ApiTester.PASSWORD);
    api.send("POST", Browser.LOGIN, right).isProblem(403, "cross_site");
    for (String origin :
        List.of("https://evil.example", "null", "http://localhost:1", "https://chat.example")) {
      Browser.login(api, right, "Origin", origin).isProblem(403, "cross_site");
    }
    Browser.login(api, right, "Sec-Fetch-Site", "same-site").isProblem(403, "cross_site");
    Browser.login(api, right, "Origin", "http://localhost:" + api.port()).is(200);
    Browser.login(api, right, "Sec-Fetch-Site", "same-origin").is(200);
    assertThat(sessions.all()).hasSize(2);
  }

  @Test
  void cookieIsForTlsAloneWhereTheBrowserSpeaksIt() {
    String right = Browser.credentials("admin", ApiTester.PASSWORD);
    String host = "localhost:" + api.port();
    assertThat(Browser.login(api, right, "Origin", "https://" + host).is(200).header("Set-Cookie"))
        .contains("; Secure");
    assertThat(Browser.login(api, right, "Origin", "http://" + host).is(200).header("Set-Cookie"))
        .doesNotContain("Secure");
  }

  @Test
  void formCannotLogIn() {
    Answer form =
        api.send(
            api.request(Browser.LOGIN)
                .header("X-Parley-Console", "1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=admin&password=" + ApiTester.PASSWORD)));
    form.isProblem(415, "unsupported_media_type");
  }

  @Test
  void cookieAloneIsWorthNothing() {
    Browser admin = admin();
    String announcement = "{\"text\":\"hi\"}";
    FakeEndpoint alice = api.arrived("alice");
    int before = alice.seen.size();

    admin.sendAlone("GET", ROOMS, null).isProblem(401, "unauthorized");
    admin.sendAlone("DELETE", SESSIONS, null).isProblem(401, "unauthorized");
    for (String[] headers :
        new String[][] {
          {},
          {"Origin", "http://localhost:" + api.port()},
          {"Sec-Fetch-Site", "same-origin"},
          {"X-Requested-With", "XMLHttpRequest"}
        }) {
      admin
          .sendAlone("POST", "/api/v1/announcements", announcement, headers)
          .isProblem(401, "unauthorized");
    }
    for (String[] headers :
        new String[][] {
          {"Origin", "https://evil.example"},
          {"Origin", "https://chat.example"},
          {"Origin", "http://localhost:1"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"}
        }) {
      admin
          .send("POST", "/api/v1/announcements", announcement, headers)
          .isProblem(403, "cross_site");
      admin.send("GET", ROOMS, null, headers).isProblem(403, "cross_site");
    }
    assertThat(alice.seen).hasSize(before);
    admin.send("POST", "/api/v1/announcements", announcement).is(204);
    assertThat(alice.seen).hasSize(before + 1);
  }

  @Test
  void otherSitesAreNotLetAskWithTheHeader() {
    Answer preflight =
        api.send(
            api.request("/api/v1/announcements")
                .header("Origin", "https://chat.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-parley-console")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(preflight.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
        .doesNotContain("x-parley-console");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void cookieOfNoSessionIsWorthNothing() {
    for (String cookie : List.of("parley-console=", "parley-console=guess", "other=1")) {
      Answer answer =
          api.send(api.request(ROOMS).header("Cookie", cookie).header("X-Parley-Console", "1"))
              .isProblem(401, "unauthorized");
      assertThat(answer.headers().allValues("WWW-Authenticate"))
          .containsExactly("Bearer realm=\"parley\"");
      assertThat(answer.<String>at("$.detail")).contains("log in");
    }
  }

  @Test
  void passwordThatTheBrowserRemembersDoesNotCountInTheConsole() {
    String remembered = ApiTester.basic("admin", ApiTester.PASSWORD);
    Browser program = program(TokenScope.ROOMS_READ);

    program
        .send("GET", ME, null, "Authorization", remembered)
        .is(200)
        .has("$.name", "ci")
        .has("$.session.current", true);
    program
        .send("GET", "/api/v1/audit", null, "Authorization", remembered)
        .isProblem(403, "insufficient_scope");
    root()
        .send("GET", ME, null, "Authorization", ApiTester.basic("root", "wrong"))
        .is(200)
        .has("$.name", "root");
    admin()
        .send("GET", ME, null, "Authorization", ApiTester.basic("root", SECRET))
        .is(200)
        .has("$.name", "admin");
    program.send("DELETE", SESSIONS + "/current", null, "Authorization", remembered).is(204);
    program.send("GET", ME, null, "Authorization", remembered).isProblem(401, "unauthorized");
    program.sendAlone("GET", ME, null, "Authorization", remembered).is(200).has("$.session", null);
  }

  @Test
  void idOfASessionIsNotItsSecret() {
    Browser admin = admin();
    String list = admin.get(SESSIONS).is(200).body();
    String id = admin.get(ME).at("$.session.id");

    assertThat(list).contains(id).doesNotContain(admin.cookie().split("=", 2)[1]);
    api.send(
            api.request(ME)
                .header("Cookie", "parley-console=" + id)
                .header("X-Parley-Console", "1"))
        .is(401);
  }

  @Test
  void sessionEndsWhenItIsIdle() {
    clock.stop();
    Browser admin = admin();
    clock.pass(IDLE.minus(INSTANT));
    admin.get(ME).is(200);
    clock.pass(IDLE.minus(INSTANT));
    admin.get(ME).is(200);
    clock.pass(IDLE);
    admin.get(ME).isProblem(401, "unauthorized");
    assertThat(sessions.all()).isEmpty();
  }

  @Test
  void sessionEndsAtItsGreatestAge() {
    clock.stop();
    Browser admin = admin();
    Duration step = Duration.ofMinutes(20);
    for (int n = 1; n < 36; n++) {
      clock.pass(step);
      admin.get(ME).is(200);
    }
    clock.pass(step.minus(INSTANT));
    String end = admin.get(ME).is(200).at("$.session.expiresAt");
    assertThat(end).isEqualTo(admin.get(SESSIONS).at("$.items[0].expiresAt"));
    clock.pass(INSTANT);
    admin.get(ME).isProblem(401, "unauthorized");
  }

  @Test
  void logOutEndsTheSession() {
    Browser admin = admin();
    Browser other = admin();

    Answer answer = admin.send("DELETE", SESSIONS + "/current", null).is(204);

    assertThat(answer.header("Set-Cookie"))
        .startsWith("parley-console=;")
        .contains("Max-Age=0", "Path=/api/v1", "HttpOnly", "SameSite=Strict");
    admin.get(ME).isProblem(401, "unauthorized");
    other.get(ME).is(200);
    api.delete(SESSIONS + "/current").isProblem(404, "no_such_session");
  }

  @Test
  void logOutEverywhereEndsOnesOwnSessions() {
    Browser here = root();
    Browser there = root();
    Browser admin = admin();

    Answer answer = here.send("DELETE", SESSIONS, null).is(204);

    assertThat(answer.header("Set-Cookie")).contains("Max-Age=0");
    here.get(ME).is(401);
    there.get(ME).is(401);
    admin.get(ME).is(200);
    assertThat(api.delete(SESSIONS).is(204).headers().map()).doesNotContainKey("set-cookie");
    admin.get(ME).is(401);
  }

  @Test
  void adminSeesAndEndsAllSessions() {
    clock.stop();
    Browser root = root();
    clock.pass(INSTANT);
    Browser admin = admin();
    Answer list = admin.get(SESSIONS).is(200).has("$.items.length()", 2);
    list.has("$.items[0].current", true)
        .has("$.items[0].name", "admin")
        .has("$.items[1].current", false)
        .has("$.items[1].name", "root")
        .has("$.items[1].kind", "account")
        .has("$.items[1].address", "127.0.0.1");
    String id = list.at("$.items[1].id");

    admin.send("DELETE", SESSIONS + "/" + id + "?reason=left%20open", null).is(204);

    root.get(ME).is(401);
    admin.send("DELETE", SESSIONS + "/" + id, null).isProblem(404, "no_such_session");
    api.get("/api/v1/audit?limit=1")
        .has("$.items[0].action", "console.logout")
        .has("$.items[0].actor", "admin")
        .has("$.items[0].subject", "root")
        .has("$.items[0].reason", "left open")
        .has("$.items[0].before.id", id);
  }

  @Test
  void sessionsAreListedInPages() {
    clock.stop();
    List<Browser> browsers = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      browsers.add(admin());
      clock.pass(INSTANT);
    }
    Answer first = browsers.getLast().get(SESSIONS + "?limit=2").is(200);
    first.has("$.items.length()", 2).has("$.items[0].current", true);
    String next = first.at("$.next");
    browsers.getLast().get(SESSIONS + "?cursor=" + next).has("$.items.length()", 1);
  }

  @Test
  void tokenSeesAndEndsItsOwnSessionsAlone() {
    Browser admin = admin();
    String id = admin.get(ME).at("$.session.id");
    Browser program = program(TokenScope.ROOMS_READ);
    Browser other = Browser.of(api, Browser.token(api.token("cd", TokenScope.ROOMS_READ)));

    program.get(SESSIONS).is(200).has("$.items.length()", 1).has("$.items[0].name", "ci");
    program.send("DELETE", SESSIONS + "/" + id, null).isProblem(404, "no_such_session");
    program.send("DELETE", SESSIONS, null).is(204);

    program.get(ME).is(401);
    other.get(ME).is(200);
    admin.get(ME).is(200);
  }

  @Test
  void newPasswordEndsTheSessionsOfItsAccount() {
    Browser root = root();
    Browser token =
        Browser.of(api, Browser.token(api.token("deputy", "root", TokenScope.ROOMS_READ)));
    api.patch("/api/v1/accounts/root", "{\"password\":\"another secret\"}").is(200);

    root.get(ME).isProblem(401, "unauthorized");
    token.get(ME).is(200);
    Browser.of(api, "root", "another secret").get(ME).is(200);
  }

  @Test
  void newPasswordByCommandEndsThemToo() {
    Browser root = root();
    FakeEndpoint person = api.loggedIn("root", SECRET);
    var session = chat.session(person.id());
    var reply =
        (Reply.Deferred)
            chat.handle(
                session,
                new Command.ChangePassword(new Secret(SECRET), new Secret("another secret")));
    assertThat(reply.reply().join()).isInstanceOf(Reply.PasswordChanged.class);

    root.get(ME).isProblem(401, "unauthorized");
  }

  @Test
  void sessionEndsForGoodWithTheRightsOfItsAccount() {
    for (String[] change :
        new String[][] {
          {"{\"admin\":false}", "{\"admin\":true}"},
          {"{\"disabled\":true}", "{\"disabled\":false}"}
        }) {
      Browser root = root();
      api.patch("/api/v1/accounts/root", change[0]).is(200);
      api.patch("/api/v1/accounts/root", change[1]).is(200);
      root.get(ME).isProblem(401, "unauthorized");
    }
    Browser root = root();
    api.delete("/api/v1/accounts/root").is(204);
    root.get(ME).isProblem(401, "unauthorized");
  }

  @Test
  void renamedAccountKeepsItsSessions() {
    Browser root = root();
    api.patch("/api/v1/accounts/root", "{\"name\":\"boss\"}").is(200);

    root.get(ME).is(200).has("$.name", "boss").has("$.session.name", "boss");
  }

  @Test
  void revokedAndExpiredTokensEndTheirSessions() {
    Browser program = program(TokenScope.ROOMS_READ);
    String id = api.get("/api/v1/tokens").at("$.items[0].id");
    api.delete("/api/v1/tokens/" + id).is(204);
    program.get(ME).isProblem(401, "unauthorized");

    clock.stop();
    String end = clock.instant().plus(Duration.ofMinutes(1)).toString();
    String secret =
        api.post(
                "/api/v1/tokens",
                "{\"name\":\"cd\",\"scopes\":[\"rooms:read\"],\"expiresAt\":\"" + end + "\"}")
            .is(201)
            .at("$.token");
    Browser other = Browser.of(api, Browser.token(secret));
    other.get(ME).is(200);
    clock.pass(Duration.ofMinutes(1));
    other.get(ME).isProblem(401, "unauthorized");
  }

  @Test
  void sessionsAreBounded() {
    clock.stop();
    Browser root = root();
    List<Browser> admins = new ArrayList<>();
    for (int n = 0; n < ApiTester.MAX_SESSIONS - 1; n++) {
      clock.pass(INSTANT);
      admins.add(admin());
    }
    assertThat(sessions.all()).hasSize(ApiTester.MAX_SESSIONS);
    clock.pass(INSTANT);
    admins.getFirst().get(ME).is(200);
    clock.pass(INSTANT);
    Browser last = admin();

    assertThat(sessions.all()).hasSize(ApiTester.MAX_SESSIONS);
    admins.get(1).get(ME).is(401);
    last.get(ME).is(200);
    clock.pass(INSTANT);
    root.get(ME).is(200);
    Browser program = program(TokenScope.ROOMS_READ);
    assertThat(sessions.all()).hasSize(ApiTester.MAX_SESSIONS);
    program.get(ME).is(200);
    root.get(ME).is(200);
    admins.get(2).get(ME).is(401);
  }

  @Test
  void streamEndsWithItsSession() {
    api.room("ops", 1);
    for (Runnable end :
        List.<Runnable>of(() -> api.delete(SESSIONS).is(204), () -> clock.pass(IDLE), () -> {})) {
      clock.stop();
      Browser admin = admin();
      await().until(() -> streams.count() == 0);
      try (HttpStream stream = admin.stream(ROOMS + "/ops/stream?after=0", "Accept: text/plain")) {
        assertThat(stream.line()).contains("line 1");
        end.run();
        if (sessions.all().isEmpty()) {
          assertThat(stream.rest()).last().isEqualTo("-- bye: your session has ended");
        } else {
          admin.send("DELETE", SESSIONS + "/current", null).is(204);
          assertThat(stream.rest()).last().isEqualTo("-- bye: your session has ended");
        }
      }
    }
  }

  @Test
  void logInsAreOnRecord() {
    root().send("DELETE", SESSIONS + "/current", null).is(204);

    api.get("/api/v1/audit?actor=root&limit=2")
        .has("$.items[0].action", "console.logout")
        .has("$.items[0].subject", "root")
        .has("$.items[1].action", "console.login")
        .has("$.items[1].actorKind", "account")
        .has("$.items[1].address", "127.0.0.1");
  }
}
