package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.TestClient;
import dev.parley.TestServer;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.security.ConsoleSessions;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Uses the console in a browser, with people in {@code nc} on the other side. */
class ConsoleBrowserTests extends BrowserTester {

  private static final List<String> SCREENS =
      List.of(
          "",
          "connections",
          "rooms",
          "rooms/lobby/log",
          "rooms/lobby/members",
          "rooms/lobby/roles",
          "rooms/lobby/bans",
          "rooms/lobby/settings",
          "bans",
          "announcements",
          "accounts",
          "accounts/fingered",
          "tokens",
          "audit",
          "sessions",
          "nothing-here");

  ConsoleBrowserTests() {
    super("parley.limits.messages-per-second=0", "parley.limits.messages-burst=0");
  }

  /** Makes the account whose screen is among {@link #SCREENS}. */
  @BeforeAll
  void makeAnAccount() {
    AccountAdmin accounts = server.bean(AccountAdmin.class);
    accounts.create("fingered", new Secret(TestServer.PASSWORD), false);
    accounts.addCertificate("fingered", "0b".repeat(32));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.httpPort() + "/console/" + path;
  }

  private Page logIn(String path) {
    return logIn(chromium.open(url(path)));
  }

  private static Page logIn(Page page) {
    page.getByLabel("Password").fill(TestServer.PASSWORD);
    page.keyboard().press("Enter");
    assertThat(page.locator("main h1")).not().containsText("parley");
    return page;
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  private static void button(Locator place, String name) {
    place
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  private static void button(Page page, String name) {
    button(page.locator("body"), name);
  }

  /** Gives the reason and makes the change. */
  private static void confirm(Page page, String reason, String submit) {
    page.locator("#reason").fill(reason);
    button(dialog(page), submit);
    assertThat(dialog(page)).hasCount(0);
  }

  private static Locator row(Page page, String text) {
    return page.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
  }

  private static Locator line(Page page, String text) {
    return page.locator(".log .line", new Page.LocatorOptions().setHasText(text));
  }

  private static void close(Page page) {
    page.context().close();
  }

  @Test
  void spammerIsFoundAndBanned() {
    try (TestClient spammer = server.join("cheapwatches");
        TestClient calm = server.join("calmperson")) {
      for (int i = 0; i < 50; i++) {
        spammer.send("buy now " + i);
      }
      calm.expectUntil(".*buy now 49");
      Page page = logIn("");
      assertThat(row(page, "accepting").first()).isVisible();
      page.keyboard().press("g");
      page.keyboard().press("c");
      assertThat(page.locator("main h1")).hasText("Connections");
      assertThat(page.locator("tbody tr").first()).containsText("cheapwatches");
      row(page, "cheapwatches").getByRole(AriaRole.CHECKBOX).check();
      button(page, "Ban…");
      confirm(page, "spam", "Ban");
      spammer.expectUntil(".*banned.*spam.*");
      assertThat(row(page, "cheapwatches")).hasCount(0);
      page.navigate(url("bans"));
      assertThat(row(page, "cheapwatches")).containsText("spam");
      close(page);
    }
  }

  @Test
  void logGoesOnLiveAndARedactionIsShownAtOnce() {
    try (TestClient nora = server.join("nora")) {
      nora.send("/join watched").send("before the page").expectUntil(".*watched.*");
      Page page = logIn("rooms/watched/log");
      assertThat(line(page, "before the page")).hasCount(1);
      nora.send("while it is open");
      assertThat(line(page, "while it is open")).hasCount(1);
      page.getByLabel("Text").fill("hello from the console");
      page.keyboard().press("Enter");
      nora.expectUntil(".*hello from the console");
      assertThat(line(page, "hello from the console")).hasCount(1);
      Locator secret = line(page, "while it is open");
      secret.hover();
      secret.getByText("Redact…").click();
      assertThat(dialog(page)).containsText("cannot be undone");
      confirm(page, "personal data", "Redact");
      assertThat(line(page, "while it is open")).hasCount(0);
      assertThat(line(page, "(redacted)")).hasCount(1);
      close(page);
    }
  }

  @Test
  void postUnderAnotherNameAsksForAReason() {
    try (TestClient nora = server.join("noreen")) {
      nora.send("/join briefing").expectUntil(".*briefing.*");
      Page page = logIn("rooms/briefing/log");
      page.getByLabel("Post under the name").fill("press");
      page.getByLabel("Text").fill("We open at nine.");
      page.keyboard().press("Enter");
      confirm(page, "press is ill", "Post");
      nora.expectUntil("<press> We open at nine\\.");
      assertThat(page.getByLabel("Text")).hasValue("");
      page.navigate(url("audit?action=message.post"));
      assertThat(page.locator(".entry").first()).containsText("press is ill");
      close(page);
    }
  }

  @Test
  void hostileTextIsText() {
    String hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> &lt;b&gt;";
    try (TestClient mallory = server.join("mallory")) {
      mallory.send("/join hostile").send("/topic " + hostile).send(hostile);
      mallory.expectUntil(".*hostile.*");
      Page page = logIn("rooms/hostile/log");
      page.onDialog(alert -> {
        throw new AssertionError("A script ran: " + alert.message());
      });
      assertThat(page.locator(".log .message .text")).hasText(hostile);
      assertThat(page.locator(".head-title p")).containsText(hostile);
      close(page);
    }
  }

  @Test
  void nameInTheLogLeadsToAKick() {
    try (TestClient loud = server.join("loudmouth")) {
      loud.send("/join pub").send("SHOUTING").expectUntil(".*pub.*");
      Page page = logIn("rooms/pub/log");
      line(page, "SHOUTING").getByRole(AriaRole.BUTTON).first().click();
      assertThat(dialog(page)).containsText("127.0.0.1");
      button(dialog(page), "Kick…");
      confirm(page, "shouting", "Kick");
      loud.expectUntil(".*kicked.*shouting.*");
      close(page);
    }
  }

  @Test
  void emergencyLevelHasToBeTypedAndCanBeUndone() {
    Page page = logIn("bans");
    row(page, "no-new-guests").getByRole(AriaRole.BUTTON).click();
    page.locator("#reason").fill("raid");
    Locator submit = dialog(page).locator("button[type=submit]");
    assertThat(submit).isDisabled();
    page.locator("#typed").fill("no-new-guests");
    submit.click();
    assertThat(page.locator(".brand .badge")).hasText("no-new-guests");
    page.navigate(url("audit?action=defence.change"));
    page.locator(".entry").first().click();
    assertThat(page.locator(".diff .differs .before").first()).hasText("open");
    page.getByText("Undo: Go back to open…").click();
    page.locator("#typed").fill("open");
    confirm(page, "calm again", "Set the level");
    page.navigate(url("bans"));
    assertThat(page.locator(".levels .chosen th")).hasText("open");
    close(page);
  }

  @Test
  void settingsOfARoomAreChangedWithAReasonAndSetBack() {
    Page page = logIn("rooms");
    button(page, "Create a room…");
    page.getByLabel("Name").fill("news.eu");
    page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Topic"))
        .fill("What is new");
    confirm(page, "asked for", "Create");
    assertThat(page).hasURL(url("rooms/news.eu/log"));
    page.navigate(url("rooms/news.eu/settings"));
    button(page, "Change…");
    page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Topic"))
        .fill("What is old");
    confirm(page, "calm down", "Change");
    assertThat(page.locator(".head-title p")).containsText("What is old");
    page.navigate(url("audit?action=room.change&subject=news.eu"));
    assertThat(page.locator(".entry").first()).containsText("calm down");
    page.locator(".entry").first().click();
    page.getByText("Undo: Set it back…").click();
    confirm(page, "by mistake", "Set it back");
    page.navigate(url("rooms/news.eu/settings"));
    assertThat(page.locator(".head-title p")).containsText("What is new");
    close(page);
  }

  @Test
  void certificatesOfAnAccountAreAddedAndRemoved() {
    AccountAdmin accounts = server.bean(AccountAdmin.class);
    accounts.create("certified", new Secret(TestServer.PASSWORD), false);
    String fingerprint = "0a".repeat(32);
    Page page = logIn("accounts?filter=certified");
    row(page, "certified").getByRole(AriaRole.LINK).click();
    assertThat(page).hasURL(url("accounts/certified"));
    button(page, "Add a certificate…");
    page.locator("#fingerprint").fill(fingerprint);
    confirm(page, "new machine", "Add");
    assertThat(row(page, fingerprint)).hasCount(1);
    assertThat(accounts.certificates("certified"))
        .isEqualTo(new Outcome.Ok<>(List.of(new Fingerprint(fingerprint))));
    row(page, fingerprint).getByText("Remove…").click();
    confirm(page, "replaced", "Remove");
    assertThat(row(page, fingerprint)).hasCount(0);
    page.navigate(url("audit?action=account.certificate.remove"));
    page.locator(".entry").first().click();
    page.getByText("Undo: Add it again…").click();
    confirm(page, "by mistake", "Add it again");
    page.navigate(url("accounts/certified"));
    assertThat(row(page, fingerprint)).hasCount(1);
    close(page);
  }

  @Test
  void metadataOfARoomAndAnAccountIsChanged() {
    server.bean(AccountAdmin.class).create("told", new Secret(TestServer.PASSWORD), false);
    try (TestClient nora = server.join("describer")) {
      nora.send("/join told").expectUntil("-- You are describer in #told.*");
      Page page = logIn("rooms/told/settings");
      button(page, "Set a value…");
      page.locator("#key").fill("url");
      page.locator("#value").fill("https://example.org");
      confirm(page, "asked for", "Set");
      assertThat(row(page, "https://example.org")).hasCount(1);
      nora.send("/about #told").expectUntil(".*https://example.org");
      row(page, "url").getByText("Change…").click();
      page.locator("#value").fill("https://example.com");
      confirm(page, "moved", "Set");
      row(page, "https://example.com").getByText("Remove…").click();
      confirm(page, "wrong", "Remove");
      assertThat(row(page, "https://example.com")).hasCount(0);
      page.navigate(url("accounts/told"));
      button(page, "Set a value…");
      page.locator("#key").fill("display-name");
      page.locator("#value").fill("Told T.");
      confirm(page, "asked for", "Set");
      assertThat(row(page, "Told T.")).hasCount(1);
      close(page);
    }
  }

  @Test
  void roomIsExported() throws Exception {
    try (TestClient nora = server.join("exporter")) {
      nora.send("/join archive").send("for later").expectUntil(".*archive.*");
      Page page = logIn("rooms/archive/log");
      assertThat(line(page, "for later")).hasCount(1);
      button(page, "Export…");
      Download download = page.waitForDownload(() -> button(dialog(page), "Export"));
      assertThat(download.suggestedFilename()).isEqualTo("archive.ndjson");
      assertThat(Files.readString(download.path())).contains("for later");
      close(page);
    }
  }

  @Test
  void tokenIsShownOnceAndSeesWhatItsScopesReach() {
    Page page = logIn("tokens");
    button(page, "Create a token…");
    page.getByLabel("Name").fill("reader");
    page.locator("input[value='rooms:read']").check();
    page.locator("input[value='messages:read']").check();
    confirmOpen(page);
    String token = page.locator(".secret code").textContent();
    button(dialog(page), "I have it");
    assertThat(dialog(page)).hasCount(0);
    assertThat(page.locator("body")).not().containsText(token);
    close(page);

    Page reader = chromium.open(url(""));
    button(reader, "Log in with a token");
    reader.locator("#token").fill(token);
    reader.keyboard().press("Enter");
    assertThat(reader.locator("main h1")).hasText("Rooms");
    assertThat(reader.getByLabel("Screens").getByRole(AriaRole.LINK))
        .hasText(new Pattern[] {Pattern.compile("Rooms.*"), Pattern.compile("Browser sessions.*")});
    reader.navigate(url("rooms/lobby/log"));
    assertThat(reader.locator(".log")).isVisible();
    assertThat(reader.locator(".composer")).hasCount(0);
    close(reader);
  }

  private static void confirmOpen(Page page) {
    page.locator("#reason").fill("for a script");
    button(dialog(page), "Create");
    assertThat(page.locator(".secret code")).isVisible();
  }

  @Test
  void secondLogInOfABrowserEndsItsFirstSession() {
    Page first = chromium.open(url("sessions"));
    Page second = first.context().newPage();
    second.navigate(url("sessions"));
    logIn(first);
    ConsoleSessions sessions = server.bean(ConsoleSessions.class);
    int open = sessions.all().size();
    logIn(second);
    assertThat(sessions.all()).hasSize(open);
    close(first);
  }

  @Test
  void logOutEverywhereLeadsToTheLogIn() {
    Page one = logIn("sessions");
    assertThat(row(one, "this one")).hasCount(1);
    button(one, "Log out everywhere");
    assertThat(one.getByLabel("Password")).isVisible();
    close(one);
  }

  @Test
  void keyboardAloneSuffices() {
    try (TestClient target = server.join("keyboardtarget")) {
      Page page = logIn("connections?filter=keyboardtarget");
      assertThat(row(page, "keyboardtarget")).hasCount(1);
      page.keyboard().press("j");
      page.keyboard().press("x");
      assertThat(page.locator(".selection")).containsText("1 connection selected");
      page.locator(".selection button", new Page.LocatorOptions().setHasText("Kick…")).focus();
      page.keyboard().press("Enter");
      assertThat(page.locator("#reason")).isFocused();
      page.keyboard().type("tested");
      page.keyboard().press("Enter");
      target.expectUntil(".*kicked.*tested.*");
      assertThat(dialog(page)).hasCount(0);
      assertThat(page.locator("main h1")).isFocused();
      page.keyboard().press("/");
      assertThat(page.getByLabel("Filter connections")).isFocused();
      page.keyboard().press("Escape");
      page.keyboard().press("?");
      assertThat(dialog(page)).containsText("Keys");
      page.keyboard().press("Escape");
      assertThat(dialog(page)).hasCount(0);
      close(page);
    }
  }

  @Test
  void everyScreenIsAccessible() {
    Page page = chromium.open(url(""));
    assertThat(page.getByLabel("Password")).isVisible();
    Chromium.expectAccessible(page, "the log-in");
    logIn(page);
    for (String screen : SCREENS) {
      page.navigate(url(screen));
      assertThat(page.locator("main h1")).isVisible();
      assertThat(page.locator("main .skeleton")).hasCount(0);
      Chromium.expectAccessible(page, screen);
    }
    close(page);
  }

  @Test
  void narrowScreensNeedNoScrollingAside() {
    try (TestClient member = server.join("narrowmember")) {
      member.send("said in the lobby").expectUntil(".*");
      Page page = logIn(chromium.open(url(""), 360, 740));
      for (String screen : SCREENS) {
        page.navigate(url(screen));
        assertThat(page.locator("main h1")).isVisible();
        assertThat(page.locator("main .skeleton")).hasCount(0);
        Object beyond =
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(beyond).as(screen).isEqualTo(0);
      }
      close(page);
    }
  }
}
