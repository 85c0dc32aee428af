package dev.parley.http.console;

import dev.parley.http.header.SecurityHeaders;
import dev.parley.http.problem.Problem;
import dev.parley.http.request.Locations;
import dev.parley.page.PageFile;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Serves the page of the console and its files. Every path below {@code /console/} that is no file
 * is the page: it shows what the path names, so that addresses can be sent to others.
 */
@Hidden
@Controller
public final class ConsolePageController {

  private final ConsolePage page;

  ConsolePageController(ConsolePage page) {
    this.page = page;
  }

  /** Leads to the console. */
  @GetMapping({"/", ConsolePage.PATH})
  ResponseEntity<Void> lead() {
    return ResponseEntity.status(HttpStatus.FOUND)
        .location(Locations.of(ConsolePage.PATH + "/"))
        .build();
  }

  /** Serves a file; Spring answers 304 by the entity tag if the browser has it. */
  @GetMapping(ConsolePage.PATH + "/{*path}")
  ResponseEntity<byte[]> get(HttpServletRequest request) {
    String contextPath = request.getContextPath();
    String path = request.getRequestURI().substring(contextPath.length());
    ConsolePage.Sent sent = page.find(path, contextPath);
    if (sent == null) {
      throw Problem.NOT_FOUND.because("There is nothing here.");
    }
    HttpHeaders headers = new HttpHeaders();
    headers.setCacheControl(CacheControl.noCache());
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    PageFile file = sent.file();
    headers.setETag(file.tag());
    if (sent.policy() != null) {
      headers.set(SecurityHeaders.POLICY, sent.policy());
    }
    headers.set(HttpHeaders.CONTENT_TYPE, file.type());
    byte[] compressed = file.compressed();
    if (compressed != null && takesGzip(request)) {
      headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
      return new ResponseEntity<>(compressed, headers, HttpStatus.OK);
    }
    return new ResponseEntity<>(file.bytes(), headers, HttpStatus.OK);
  }

  /** Returns whether a browser takes gzip; one that takes it with a weight is given none. */
  private static boolean takesGzip(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted != null) {
      for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
        if (coding.strip().equals("gzip")) {
          return true;
        }
      }
    }
    return false;
  }
}
