package dev.parley.web;

import dev.parley.chat.api.Disconnect;
import dev.parley.page.PageFile;
import dev.parley.page.PageFiles;
import dev.parley.tcp.Origin;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers requests for the files of the page. Safe for use from any thread. */
final class ChatPage {

  /** The path of the WebSocket. */
  static final String SOCKET = "/ws";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final PageFiles files;
  private final Clock clock;

  ChatPage(PageFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
  }

  /** Answers a request for a file. */
  HttpAnswer answer(HttpRequest request, String path) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return notAllowed();
    }
    PageFile file = files.find(path);
    return file == null
        ? HttpAnswer.of(HttpResponseStatus.NOT_FOUND, "There is nothing here.")
        : answer(request.headers(), file);
  }

  /** Returns the refusal of a method. */
  static HttpAnswer notAllowed() {
    return HttpAnswer.of(HttpResponseStatus.METHOD_NOT_ALLOWED, "There is only GET.")
        .with("Allow", "GET, HEAD");
  }

  private static HttpAnswer answer(HttpHeaders asked, PageFile file) {
    if (isKnown(asked.getAll(HttpHeaderNames.IF_NONE_MATCH), file.tag())) {
      return cached(HttpAnswer.of(HttpResponseStatus.NOT_MODIFIED), file);
    }
    HttpAnswer answer =
        cached(HttpAnswer.of(HttpResponseStatus.OK), file).with("Content-Type", file.type());
    byte[] compressed = file.compressed();
    return compressed != null && takesGzip(asked.getAll(HttpHeaderNames.ACCEPT_ENCODING))
        ? answer.with("Content-Encoding", "gzip").body(compressed)
        : answer.body(file.bytes());
  }

  /** Lets a browser keep a file, and ask each time whether it is still the same. */
  private static HttpAnswer cached(HttpAnswer answer, PageFile file) {
    return answer
        .with("Cache-Control", "no-cache")
        .with("ETag", file.tag())
        .with("Vary", "Accept-Encoding");
  }

  /** Returns whether the client has the file (RFC 9110, section 13.1.2). */
  private static boolean isKnown(List<String> tags, String tag) {
    String opaque = tag.substring(tag.indexOf('"'));
    return elements(tags)
        .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals(opaque));
  }

  /** Returns whether a client takes gzip, by name (RFC 9110, section 12.5.3). */
  private static boolean takesGzip(List<String> codings) {
    return elements(codings)
        .map(coding -> coding.toLowerCase(Locale.ROOT).replace(" ", ""))
        .anyMatch(coding ->
            coding.equals("gzip") || coding.matches("gzip;q=(1(\\.0*)?|0\\.0*[1-9][0-9]*)"));
  }

  private static Stream<String> elements(List<String> headers) {
    return headers.stream().flatMap(header -> Arrays.stream(header.split(","))).map(String::strip);
  }

  /** Adds the headers that every answer has. */
  HttpAnswer secured(HttpAnswer answer, @Nullable Origin host) {
    return answer
        .with("Date", DATE.format(clock.instant()))
        .with("Content-Security-Policy", policy(host))
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin");
  }

  /**
   * Returns the content security policy. Not every browser counts the WebSocket of the page's own
   * host as {@code 'self'}, so it is named, unless the host is an IPv6 address, which a policy
   * cannot name.
   */
  private String policy(@Nullable Origin host) {
    String socket = "";
    if (host != null && !host.host().startsWith("[")) {
      String name = host.toString().substring(host.toString().indexOf("://"));
      socket = " ws" + name + " wss" + name;
    }
    return "default-src 'none'; script-src "
        + files.scriptSources()
        + "; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'"
        + "; connect-src 'self'"
        + socket
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        + "; require-trusted-types-for 'script'; trusted-types 'none'";
  }

  /** Returns the refusal of a connection before the upgrade. */
  HttpAnswer refused(Disconnect why) {
    HttpResponseStatus status =
        switch (why.reason()) {
          case ADDRESS_FULL, ADDRESS_TOO_FAST -> HttpResponseStatus.TOO_MANY_REQUESTS;
          case NOT_A_PROXY -> HttpResponseStatus.FORBIDDEN;
          default -> HttpResponseStatus.SERVICE_UNAVAILABLE;
        };
    String text = why.text();
    return secured(
        HttpAnswer.of(
                status, Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".")
            .last(),
        null);
  }

  /** Returns the refusal of a connection whose request is not read. */
  byte[] refusal(Disconnect why) {
    return refused(why).bytes(false);
  }
}
