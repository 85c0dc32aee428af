package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the README and the pages of the manual in {@code docs}. */
class DocumentationTests {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Path README = Path.of("README.md");
  private static final int README_BYTES = 8 * 1024;

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

  /** Returns the README and the manual, by their paths in the project. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> manual = Files.list(Path.of("docs"))) {
      return Stream.concat(Stream.of(README), manual.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }

  @Test
  void readmeIsAFrontDoor() throws IOException {
    assertThat(Files.size(README))
        .as("bytes of %s; what is more belongs on a page of docs", README)
        .isLessThanOrEqualTo(README_BYTES);
  }

  @Test
  void readmeLinksToEveryPage() throws IOException {
    String readme = Files.readString(README);
    assertThat(pages())
        .filteredOn(page -> !page.equals(README))
        .allMatch(page -> readme.contains("](" + page.toString().replace('\\', '/') + ")"));
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(withoutCode(page));
      while (link.find()) {
        if (!link.group(1).matches("[a-z]+:.*") && !leadsSomewhere(page, link.group(1))) {
          broken.add(page + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).as("links to files or headings that do not exist").isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.exists(target) || !target.toAbsolutePath().startsWith(ROOT)) {
      return false;
    }
    return parts.length == 1 || anchors(target).contains(parts[1]);
  }

  /** Returns the anchors of a page's headings, made as GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    Matcher heading = HEADING.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""));
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  private static String withoutCode(Path page) throws IOException {
    String text = FENCED.matcher(Files.readString(page)).replaceAll("");
    return CODE.matcher(text).replaceAll("");
  }
}
