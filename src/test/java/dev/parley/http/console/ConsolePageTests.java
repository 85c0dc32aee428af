package dev.parley.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of the console and its files. */
@HttpTest
class ConsolePageTests {

  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  @Autowired private ApiTester api;

  private Answer get(String path, String... headers) {
    var request = api.request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return api.send(request);
  }

  @Test
  void rootLeadsToTheConsole() {
    assertThat(get("/").is(302).header("Location")).isEqualTo("/console/");
    assertThat(get("/console").is(302).header("Location")).isEqualTo("/console/");
  }

  @Test
  void everyPathThatCanBeSentIsThePage() {
    String page = get("/console/").is(200).body();

    assertThat(page).startsWith("<!doctype html>").contains("<base href=\"/console/\">");
    for (String path :
        List.of("login", "rooms/ops", "rooms/ops.dev/812", "connections?sort=idle", "x/y/z")) {
      Answer answer = get("/console/" + path).is(200);
      assertThat(answer.body()).isEqualTo(page);
      assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
    }
  }

  @Test
  void nothingButItsFilesIsServed() {
    for (String path :
        List.of(
            "/console/assets/",
            "/console/assets/console/",
            "/console/assets/console/nothing.js",
            "/console/assets/console/index.html",
            "/console/assets/chat/main.js",
            "/console/assets/lib/swagger-ui.js",
            "/console/assets/application.yaml",
            "/console/assets/console/application.yaml")) {
      get(path).isProblem(404, "not_found");
    }
    for (String path :
        List.of(
            "/console/assets/console/../../../application.yaml",
            "/console/assets/console/..%2f..%2fapplication.yaml",
            "/console/assets/console/%2e%2e/%2e%2e/application.yaml")) {
      assertThat(get(path).status()).isIn(400, 404);
    }
  }

  @Test
  void policyAllowsItsFilesAndItsImportMapAlone() throws Exception {
    Answer page = get("/console/").is(200);
    Matcher map = IMPORT_MAP.matcher(page.body());
    assertThat(map.find()).isTrue();
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));

    assertThat(page.header("Content-Security-Policy"))
        .contains(
            "default-src 'none'",
            "script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'",
            "style-src 'self';",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'")
        .doesNotContain("unsafe", "*", "http:");
    assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
  }

  @Test
  void pageHasNothingThatItsPolicyForbids() {
    String page = IMPORT_MAP.matcher(get("/console/").is(200).body()).replaceAll("");

    assertThat(page).doesNotContain(" style=", "<style", "javascript:");
    assertThat(page).doesNotContainPattern("\\son[a-z]+=");
    assertThat(page).doesNotContainPattern("<script(?![^>]* src=)");
  }

  @Test
  void browserAsksWhetherItsCopyIsGood() {
    for (String path : List.of("/console/", "/console/assets/console/placeholder.js")) {
      Answer first = get(path).is(200);
      String tag = first.header("ETag");
      assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
      assertThat(tag).isNotEmpty();

      Answer again = get(path, "If-None-Match", tag).is(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
      assertThat(again.header("Content-Security-Policy")).doesNotContain("unsafe");
      get(path, "If-None-Match", "\"other\"").is(200);
    }
  }

  @Test
  void filesAreCompressed() {
    Answer plain = get("/console/").is(200);
    Answer compressed = get("/console/", "Accept-Encoding", "br, gzip").is(200);

    assertThat(plain.header("Content-Encoding")).isEmpty();
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("Vary")).contains("Accept-Encoding");
  }

  @Test
  void headIsAnsweredWithoutABody() {
    Answer head =
        api.send(api.request("/console/").method("HEAD", BodyPublishers.noBody())).is(200);

    assertThat(head.body()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(get("/console/").header("ETag"));
  }

  @Test
  void onlyGetIsPossible() {
    for (String method : List.of("PUT", "DELETE", "POST")) {
      Answer answer =
          api.send(api.request("/console/rooms").method(method, BodyPublishers.noBody()));
      answer.isProblem(405, "method_not_allowed");
    }
  }
}
