package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A browser on this machine: the one that {@code PARLEY_BROWSER} names, or Chromium in one of the
 * usual places, where it can be had without its windows first: that takes two thirds of the time.
 * Where there is none, the test is skipped, unless {@code -Dtest.browser=required} says that it
 * must not be. What a page writes to its console as an error fails the test.
 *
 * <p>Confined to one thread, as Playwright is.
 */
public final class Chromium implements AutoCloseable {

  private static final List<String> USUAL_PATHS =
      List.of(
          "/usr/bin/chromium-headless-shell",
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/snap/bin/chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static final double DEADLINE_MILLIS = 60_000;

  /** The rules of axe that a page can keep in one color scheme and break in the other. */
  private static final List<String> RULES_OF_COLORS =
      List.of("color-contrast", "link-in-text-block");

  private static final Set<String> GRAVE = Set.of("serious", "critical");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> faults = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts the browser, or skips the test. */
  public static Chromium start() {
    String program = program();
    if (program == null) {
      boolean required = "required".equals(System.getProperty("test.browser"));
      assertThat(required)
          .as("a browser is required, and there is none: set PARLEY_BROWSER to its path")
          .isFalse();
      assumeTrue(false, "There is no browser: install Chromium or set PARLEY_BROWSER to its path.");
    }
    PlaywrightAssertions.setDefaultAssertionTimeout(DEADLINE_MILLIS);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(Path.of(program)).setArgs(FLAGS));
    return new Chromium(playwright, browser);
  }

  private static @Nullable String program() {
    return Stream.concat(Stream.ofNullable(System.getenv("PARLEY_BROWSER")), USUAL_PATHS.stream())
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElse(null);
  }

  /** Opens a page in a context of its own: no other page shares what it stores. */
  public Page open(String url) {
    return open(url, 1280, 800);
  }

  /** Opens a page in a window of a size. */
  public Page open(String url, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE));
    context.setDefaultTimeout(DEADLINE_MILLIS);
    Page page = context.newPage();
    page.onConsoleMessage(this::note);
    page.onPageError(faults::add);
    page.navigate(url);
    return page;
  }

  /**
   * Notes errors, but not those of a network that is cut, or a session that is ended, on purpose.
   */
  private void note(ConsoleMessage message) {
    String text = message.text();
    boolean meant = text.contains("WebSocket connection") || text.contains("status of 401");
    if (message.type().equals("error") && !meant) {
      faults.add(text);
    }
  }

  /** Fails if a page wrote an error to its console, such as a breach of its policy. */
  public void expectNoFaults() {
    List<String> found = List.copyOf(faults);
    faults.clear();
    assertThat(found).as("errors of pages").isEmpty();
  }

  /** Fails if a page has, in one of the color schemes, what keeps people out, as axe finds it. */
  public static void expectAccessible(Page page, String screen) {
    show(page, ColorScheme.LIGHT);
    assertThat(findings(axe(page))).as("findings on %s", screen).isEmpty();
    show(page, ColorScheme.DARK);
    assertThat(findings(axe(page).withRules(RULES_OF_COLORS)))
        .as("findings on %s in dark colors", screen)
        .isEmpty();
  }

  private static void show(Page page, ColorScheme colors) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
  }

  /**
   * Runs axe in the page itself: otherwise it opens a second page for frames, and there are none.
   */
  private static AxeBuilder axe(Page page) {
    AxeRunOptions options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    return new AxeBuilder(page).options(options).setLegacyMode(true);
  }

  private static List<String> findings(AxeBuilder axe) {
    return axe.analyze().getViolations().stream()
        .filter(rule -> GRAVE.contains(String.valueOf(rule.getImpact())))
        .map(Chromium::describe)
        .toList();
  }

  private static String describe(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream().limit(5).map(node -> node.getHtml()).toList();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
