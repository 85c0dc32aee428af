package dev.parley.http.console;

import dev.parley.http.header.SecurityHeaders;
import dev.parley.page.PageFile;
import dev.parley.page.PageFiles;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Holds the page of the console and its files. Its addresses are relative to its {@code <base>},
 * which is set to where the console is: below the context path, or below the prefix that a trusted
 * proxy reports. Safe for use from any thread.
 */
public final class ConsolePage {

  /** Path of the page, below the context path. */
  static final String PATH = "/console";

  private static final String ROOT = PATH + "/";
  private static final String ASSETS = ROOT + "assets/";
  private static final String BASE = "<base href=\"" + ROOT + "\">";

  private final PageFiles files;
  private final String policy;

  /**
   * Represents a file as it is sent.
   *
   * @param policy the content security policy, null for one that is no page
   */
  record Sent(PageFile file, @Nullable String policy) {}

  private ConsolePage(PageFiles files) {
    this.files = files;
    this.policy = SecurityHeaders.ofPage(files.scriptSources());
  }

  /** Loads the page from the class path. */
  public static ConsolePage load() {
    return new ConsolePage(PageFiles.load("console", PATH));
  }

  /**
   * Returns the file at a path, which is the page itself wherever there can be no other file; null
   * if there is none.
   *
   * @param path the path below the context path
   * @param contextPath what comes before it, empty for nothing
   */
  @Nullable Sent find(String path, String contextPath) {
    if (path.startsWith(ASSETS)) {
      PageFile file = files.find(path);
      return file == null ? null : new Sent(file, null);
    }
    PageFile page = files.find(ROOT);
    if (page == null || contextPath.isEmpty()) {
      return page == null ? null : new Sent(page, policy);
    }
    return moved(page, contextPath);
  }

  private Sent moved(PageFile page, String contextPath) {
    String base = "<base href=\"" + escaped(contextPath) + ROOT + "\">";
    String html = new String(page.bytes(), StandardCharsets.UTF_8).replace(BASE, base);
    return new Sent(page.withContent(html.getBytes(StandardCharsets.UTF_8)), policy);
  }

  private static String escaped(String attribute) {
    return attribute.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
