package dev.parley.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * Holds all files of one page by their paths: the page itself, its own files, those that it shares
 * with others, and libraries. Nothing else of the class path can be asked for. Immutable.
 */
public final class PageFiles {

  private static final String PREACT = "org.webjars.npm/preact";
  private static final String HTM = "org.mvnpm/htm";
  private static final String UPLOT = "org.webjars.npm/uplot";

  /** The files of libraries by the names that pages import them by. */
  private static final Map<String, LibraryFile> LIBRARIES =
      Map.of(
          "preact.js", new LibraryFile(PREACT, "webjars/preact/%s/dist/preact.module.js"),
          "preact-hooks.js",
              new LibraryFile(PREACT, "webjars/preact/%s/hooks/dist/hooks.module.js"),
          "htm.js", new LibraryFile(HTM, "_static/htm/%s/dist/htm.module.js"),
          "uplot.js", new LibraryFile(UPLOT, "webjars/uplot/%s/dist/uPlot.esm.js"),
          "uplot.css", new LibraryFile(UPLOT, "webjars/uplot/%s/dist/uPlot.min.css"));

  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private static final String INDEX = "index.html";
  private static final String SHARED = "shared";

  /**
   * Names a file of a library.
   *
   * @param artifact the group and the name of its artifact
   * @param path the path below {@code META-INF/resources/}, with {@code %s} for the version. Not
   *     every archive lists its folders, so they cannot be searched for the version.
   */
  private record LibraryFile(String artifact, String path) {

    /** Returns the file, or null if the library is not on the class path. */
    @Nullable Resource resource() throws IOException {
      Resource about =
          new ClassPathResource(
              "META-INF/maven/" + artifact + "/pom.properties", PageFiles.class.getClassLoader());
      if (!about.exists()) {
        return null;
      }
      String version = PropertiesLoaderUtils.loadProperties(about).getProperty("version");
      return new ClassPathResource(
          "META-INF/resources/" + path.formatted(version), PageFiles.class.getClassLoader());
    }
  }

  private final Map<String, PageFile> files;
  private final String scriptSources;

  private PageFiles(Map<String, PageFile> files, String scriptSources) {
    this.files = Map.copyOf(files);
    this.scriptSources = scriptSources;
  }

  /**
   * Loads a page: {@code PREFIX/} is its {@code index.html}, {@code PREFIX/assets/PAGE/} its other
   * files, {@code PREFIX/assets/shared/} those of all pages, and {@code PREFIX/assets/lib/} the
   * libraries. What the class path does not have is left out.
   *
   * @param page the name of its folder
   * @param prefix what all paths begin with, empty or like {@code /console}
   */
  public static PageFiles load(String page, String prefix) {
    Map<String, PageFile> files = new HashMap<>();
    try {
      addFolder(page, prefix, files);
      addFolder(SHARED, prefix, files);
      for (Map.Entry<String, LibraryFile> library : LIBRARIES.entrySet()) {
        Resource resource = library.getValue().resource();
        if (resource != null) {
          put(files, prefix + "/assets/lib/" + library.getKey(), resource);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PageFile index = files.remove(prefix + "/assets/" + page + "/" + INDEX);
    if (index != null) {
      files.put(prefix + "/", index);
    }
    return new PageFiles(files, "'self'" + (index == null ? "" : importMaps(index)));
  }

  private static void addFolder(String folder, String prefix, Map<String, PageFile> files)
      throws IOException {
    String place = "pages/" + folder + "/";
    for (Resource resource : resources(place + "**")) {
      String url = resource.getURL().toString();
      if (resource.isReadable() && !url.endsWith("/")) {
        String name = url.substring(url.lastIndexOf(place) + place.length());
        put(files, prefix + "/assets/" + folder + "/" + name, resource);
      }
    }
  }

  private static Resource[] resources(String pattern) throws IOException {
    return new PathMatchingResourcePatternResolver(PageFiles.class.getClassLoader())
        .getResources("classpath*:" + pattern);
  }

  private static void put(Map<String, PageFile> files, String path, Resource resource)
      throws IOException {
    files.put(path, PageFile.named(path, resource.getContentAsByteArray()));
  }

  /** Returns the hashes of the import maps in a page, which are scripts in its text. */
  private static String importMaps(PageFile index) {
    String html = new String(index.bytes(), StandardCharsets.UTF_8);
    return IMPORT_MAP
        .matcher(html)
        .results()
        .map(map -> " " + hash(map.group(1)))
        .collect(Collectors.joining());
  }

  private static String hash(String script) {
    byte[] digest = PageFile.sha256(script.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  /** Returns the file at a path, or null if there is none. */
  public @Nullable PageFile find(String path) {
    return files.get(path);
  }

  /**
   * Returns the sources of scripts for a content security policy: the server itself, and the import
   * maps of the page by their hashes.
   */
  public String scriptSources() {
    return scriptSources;
  }
}
