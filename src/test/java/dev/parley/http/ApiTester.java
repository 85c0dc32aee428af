package dev.parley.http;

import dev.parley.HttpStream;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatTester;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Moderation;
import dev.parley.chat.operator.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Calls the API as the admin, and adds people and rooms to the chat behind it. */
public class ApiTester {

  public static final String PASSWORD = "correct-horse";

  /** As many as 64 lines of 256 bytes have. */
  static final int PAGE_BYTES = 16 * 1024;

  public static final int MAX_STREAMS = 40;

  public static final int MAX_SESSIONS = 4;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Chat chat;
  private final Operator operator;
  private final AccountAdmin accountAdmin;
  private final Environment environment;

  ApiTester(Chat chat, Operator operator, AccountAdmin accountAdmin, Environment environment) {
    this.accountAdmin = accountAdmin;
    this.chat = chat;
    this.operator = operator;
    this.environment = environment;
  }

  /** Leaves the lobby, and it empty of people; no account, no token, no ban; the doors open. */
  public void reset() {
    Moderation moderation = chat.moderation();
    moderation.changeLockdown(operator.actor(), Lockdown.Level.OPEN, "");
    moderation.bans().forEach(ban -> moderation.lift(operator.actor(), ban.id(), ""));
    chat.sessions()
        .forEach(session -> chat.disconnect(session, Disconnect.of(Disconnect.Reason.QUIT)));
    operator.rooms().stream()
        .map(RoomInfo::name)
        .filter(name -> !name.equals(RoomName.LOBBY))
        .forEach(name -> operator.delete(name.value()));
    operator.change("lobby", "parley", "", RoomSettings.PERSISTENT);
    accountAdmin.tokens().forEach(token -> accountAdmin.revoke(token.id()));
    accountAdmin.accounts().forEach(account -> accountAdmin.delete(account.name().value()));
  }

  /** An account of a name. */
  public void account(String name) {
    accountAdmin.create(name, new Secret(PASSWORD), false);
  }

  /** Returns a token with these scopes. */
  public String token(String name, TokenScope... scopes) {
    return token(name, null, scopes);
  }

  /** Returns a token with these scopes that logs in to an account. */
  public String token(String name, @Nullable String account, TokenScope... scopes) {
    return ChatTester.value(accountAdmin.issue(name, Set.of(scopes), account, null))
        .secret()
        .text();
  }

  /** Sends a request with a token. */
  public Answer bearing(String token, String method, String path, @Nullable String json) {
    HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + token);
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    return send(
        request.method(
            method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  /** Returns someone in the lobby and in these rooms. */
  public FakeEndpoint arrived(String nick, String... rooms) {
    FakeEndpoint endpoint = new FakeEndpoint(chat, "line-" + nick, "line", "192.0.2.7");
    arrive(endpoint, nick, rooms);
    return endpoint;
  }

  /** Returns someone who has logged in to an account. */
  public FakeEndpoint loggedIn(String name, String password) {
    FakeEndpoint endpoint = new FakeEndpoint(chat, "line-" + name, "line", "192.0.2.7");
    var session = endpoint.connect();
    Reply.Deferred later =
        (Reply.Deferred) chat.handle(session, new Command.Login(name, new Secret(password)));
    later.reply().join();
    return endpoint;
  }

  public void arrive(FakeEndpoint endpoint, String nick, String... rooms) {
    var session = endpoint.connect();
    chat.handle(session, new Command.Arrive(nick));
    for (String room : rooms) {
      chat.handle(session, new Command.Join(room, null));
    }
  }

  public FakeEndpoint endpoint(String id, String listener, String address) {
    return new FakeEndpoint(chat, id, listener, address);
  }

  /** A room with so many lines in it. */
  public void room(String name, int lines) {
    operator.create(name, "", RoomSettings.PERSISTENT);
    for (int n = 1; n <= lines; n++) {
      operator.post(name, "ci", "line " + n);
    }
  }

  /** Posts lines of that many bytes each, including their frame and the name. */
  public void lines(String room, int count, int bytes) {
    LogEntry empty = new LogEntry(1, Instant.EPOCH, LogEntry.Kind.MESSAGE, "ci", "", false);
    for (int n = 0; n < count; n++) {
      operator.post(room, "ci", "x".repeat(bytes - empty.size()));
    }
  }

  public int port() {
    return environment.getRequiredProperty("local.server.port", Integer.class);
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  public Answer post(String path, String json) {
    return send("POST", path, json);
  }

  public Answer put(String path, String json) {
    return send("PUT", path, json);
  }

  public Answer patch(String path, String json) {
    return send("PATCH", path, json);
  }

  /** Sends a request with these headers besides ({@code "Name", "value", …}). */
  public Answer send(String method, String path, String json, String... headers) {
    HttpRequest.Builder request = request(path).header("Authorization", basic("admin", PASSWORD));
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    BodyPublisher body = json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
    return send(request.method(method, body));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      return new Answer(answer.statusCode(), answer.headers(), body(answer));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Returns the body as text; of a stream, which does not end, nothing is read. */
  private static String body(HttpResponse<InputStream> answer) throws IOException {
    boolean endless =
        answer.headers().firstValue("X-Accel-Buffering").isPresent() && answer.statusCode() == 200;
    try (InputStream body = answer.body()) {
      return endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Opens a stream as the admin, with these headers besides ({@code "Name: value"}). */
  public HttpStream stream(String path, String... headers) {
    return HttpStream.open(port(), PASSWORD, path, headers);
  }

  public static String basic(String name, String password) {
    byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }
}
