package dev.parley.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.HttpStream;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls the API as a page of the console does, with the cookie of a session. */
final class Browser {

  static final String LOGIN = "/console/login";

  private final ApiTester api;
  private final String cookie;

  private Browser(ApiTester api, String cookie) {
    this.api = api;
    this.cookie = cookie;
  }

  /** Logs in with a name and a password. */
  static Browser of(ApiTester api, String name, String password) {
    return of(api, credentials(name, password));
  }

  /** Logs in with a token. */
  static Browser of(ApiTester api, String token) {
    return new Browser(api, cookie(login(api, token).is(200)));
  }

  /** Returns the answer to a log-in with this body. */
  static Answer login(ApiTester api, String json, String... headers) {
    HttpRequest.Builder request =
        api.request(LOGIN)
            .header("X-Parley-Console", "1")
            .header("Content-Type", "application/json")
            .header("User-Agent", "Browser/1.0")
            .POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return api.send(request);
  }

  static String credentials(String name, String password) {
    return "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
  }

  static String token(String token) {
    return "{\"token\":\"" + token + "\"}";
  }

  private static String cookie(Answer answer) {
    String set = answer.header("Set-Cookie");
    assertThat(set).contains(";");
    return set.substring(0, set.indexOf(';'));
  }

  /** Returns the cookie as it is sent. */
  String cookie() {
    return cookie;
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  /** Sends a request with the cookie and the console's header. */
  Answer send(String method, String path, @Nullable String json, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "X-Parley-Console";
    all[headers.length + 1] = "1";
    return sendAlone(method, path, json, all);
  }

  /** Sends a request with the cookie, and with these headers alone. */
  Answer sendAlone(String method, String path, @Nullable String json, String... headers) {
    HttpRequest.Builder request = api.request(path).header("Cookie", cookie);
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return api.send(
        request.method(
            method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  /** Opens a stream. */
  HttpStream stream(String path, String... headers) {
    return HttpStream.openWith(
        api.port(),
        path,
        Stream.concat(Stream.of("Cookie: " + cookie, "X-Parley-Console: 1"), Arrays.stream(headers))
            .toArray(String[]::new));
  }
}
