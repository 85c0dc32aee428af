package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.parley.page.ChatActions.button;
import static dev.parley.page.ChatActions.close;
import static dev.parley.page.ChatActions.composer;
import static dev.parley.page.ChatActions.join;
import static dev.parley.page.ChatActions.line;
import static dev.parley.page.ChatActions.offsets;
import static dev.parley.page.ChatActions.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.CuttableLink;
import dev.parley.SharedServer;
import dev.parley.TestClient;
import dev.parley.TestServer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Breaks the connection of the chat page, in each way, and comes back to it. */
class ChatPageBreakTests extends BrowserTester {

  private static final String PASSWORD = "correct horse battery";

  /** Takes the place of the browser's notifications, which a test cannot see. */
  private static final String NOTIFICATIONS =
      """
      window.shown = [];
      window.asked = 0;
      window.Notification = class {
        static permission = 'default';
        static requestPermission() {
          window.asked++;
          this.permission = 'granted';
          return Promise.resolve('granted');
        }
        constructor(title, options) {
          window.shown.push(title + ': ' + options.body);
        }
        close() {}
      };
      """;

  ChatPageBreakTests() {
    super(
        "parley.resume.hold=5m",
        "parley.limits.messages-per-second=0",
        "parley.limits.messages-burst=0",
        "parley.limits.sendq-bytes=128KB");
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port + "/";
  }

  private Page open(int port, String room) {
    return chromium.open(url(port) + "#" + room);
  }

  private static Locator room(Page page, String name) {
    return page.locator(".room", new Page.LocatorOptions().setHasText(name));
  }

  @Test
  void bannedPersonIsToldWhyAndStaysOut() {
    Page page = join(open(server.port("web"), "lobby"), "spammer");
    SharedServer.call(server, "POST /bans {\"nick\":\"spammer\",\"reason\":\"too many watches\"}");
    assertThat(page.locator(".banner.bad")).containsText("You are banned");
    assertThat(page.locator(".banner.bad")).containsText("too many watches");
    button(page, "Join again").click();
    assertThat(page.getByLabel("Name")).hasValue("spammer");
    page.getByLabel("Name").press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("banned");
    close(page);
  }

  @Test
  void serverThatIsRestartedIsComeBackToAndNothingIsSentUnasked() throws Exception {
    TestServer first = TestServer.start();
    try (CuttableLink link = new CuttableLink(first.port("web"))) {
      Page page = join(open(link.port(), "ops"), "olga");
      say(page, "before");
      assertThat(line(page, "before")).isVisible();
      Thread stop = Thread.ofVirtual().start(first::close);
      Locator banner = page.locator(".banner.warn");
      assertThat(banner).containsText("The server is shutting down");
      say(page, "while it is down");
      assertThat(page.locator(".pending")).containsText("while it is down");
      stop.join();
      try (TestServer second = TestServer.start();
          TestClient nc = second.join("nora")) {
        nc.send("/join ops").expectUntil("-- You are nora in #ops.*");
        link.lead(second.port("web"));
        nc.expectUntil("#?.*olga joined #ops.*");
        assertThat(banner).hasCount(0);
        assertThat(page.locator(".room-head h1")).hasText("#ops");
        assertThat(page.locator(".pending")).containsText("this was kept back");
        nc.send("/history 5").expectUntil("-- .*");
        page.locator(".pending").getByText("Send again").click();
        nc.expectUntil("<olga> while it is down");
        assertThat(page.locator(".pending")).hasCount(0);
        close(page);
      }
    }
  }

  @Test
  void slowReaderIsToldSoAndMissesNothing() {
    try (CuttableLink link = new CuttableLink(server.port("web"));
        TestClient nc = server.join("flood")) {
      nc.send("/join flood").expectUntil("-- You are flood in #flood.*");
      Page page = join(open(link.port(), "flood"), "stella");
      nc.send("first");
      assertThat(line(page, "first")).isVisible();
      link.stall();
      String padding = "x".repeat(4000);
      for (int i = 0; isIn("stella"); i++) {
        nc.send(i + " " + padding);
      }
      nc.send("that is all").send("/history 1").expectUntil(".*that is all");
      link.mend();
      assertThat(line(page, "that is all")).isVisible();
      assertThat(page.locator(".log")).containsText("you read too slowly");
      List<Long> shown = offsets(page).stream().map(Long::valueOf).toList();
      assertThat(shown)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(shown.getFirst(), shown.getLast()).boxed().toList());
      close(page);
    }
  }

  private boolean isIn(String nick) {
    return server.chat().sessions().stream()
        .anyMatch(session -> nick.equals(String.valueOf(session.nick())));
  }

  @Test
  void unreadLinesOutliveAReloadAndAreThoseOfTheAccount() {
    try (CuttableLink link = new CuttableLink(server.port("web"));
        TestClient nc = server.join("noel");
        TestClient self = server.join("rita")) {
      self.send("/register " + PASSWORD).expectUntil("-- rita is your account now.*");
      Page page = open(link.port(), "quiet");
      page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Log in")).check();
      page.getByLabel("Password").fill(PASSWORD);
      join(page, "rita");
      nc.send("one").send("two, rita");
      assertThat(room(page, "lobby")).containsText("1 mention, 2 unread lines");
      page.reload();
      assertThat(composer(page)).isFocused();
      assertThat(room(page, "lobby")).containsText("1 mention, 2 unread lines");
      say(page, "back"); // Sent once the page has its place again, and the token of the next time.
      await().until(() -> !lastOffset("quiet").equals("0"));
      link.cut();
      assertThat(page.locator(".banner.warn")).isVisible();
      nc.send("three");
      self.expectUntil("<noel> three");
      self.send("/seen lobby " + lastOffset("lobby")).expectUntil("-- .*");
      nc.send("four");
      link.mend();
      assertThat(room(page, "lobby")).containsText("1 unread line");
      assertThat(room(page, "lobby")).not().containsText("mention");
      close(page);
    }
  }

  private String lastOffset(String room) {
    String answer = SharedServer.call(server, "GET /rooms/" + room);
    Matcher offset = Pattern.compile("\"lastOffset\":(\\d+)").matcher(answer);
    assertThat(offset.find()).as(answer).isTrue();
    return offset.group(1);
  }

  @Test
  void privateMessagesOutliveAReloadAndEndWithTheChat() {
    Page page = join(open(server.port("web"), "lobby"), "paula");
    try (TestClient nc = server.join("pablo")) {
      nc.send("/msg paula between us");
      room(page, "pablo").getByRole(AriaRole.BUTTON).click();
      assertThat(line(page, "between us")).isVisible();
      say(page, "of course");
      nc.expectUntil("\\[paula -> you] of course");
      assertThat(line(page, "of course")).isVisible();
      page.reload();
      assertThat(line(page, "between us")).isVisible();
      assertThat(line(page, "of course")).isVisible();
      nc.send("/msg paula back so soon");
      assertThat(line(page, "back so soon")).isVisible(); // It is connected again.
      assertThat((String) page.evaluate("JSON.stringify({...localStorage})"))
          .doesNotContain("between us");
      say(page, "/quit");
      assertThat(page.locator(".banner.bad")).containsText("You left");
      assertThat((String) page.evaluate("JSON.stringify({...sessionStorage})"))
          .doesNotContain("between us");
    }
    close(page);
  }

  @Test
  void takenNameIsTold() {
    try (TestClient _ = server.join("tanja")) {
      Page page = join(open(server.port("web"), "lobby"), "tanja");
      assertThat(page.locator(".log")).containsText("tanja is taken: you are tanja_2.");
      close(page);
    }
  }

  @Test
  void mentionsAndPrivateMessagesAreNotifiedOnceAllowed() {
    Page page = chromium.open("about:blank");
    page.addInitScript(NOTIFICATIONS);
    page.navigate(url(server.port("web")) + "#elsewhere");
    join(page, "nina");
    Locator question = page.getByText("Be notified when someone");
    assertThat(question).isVisible();
    try (TestClient nc = server.join("nils")) {
      nc.send("nina, before one was asked");
      assertThat(room(page, "lobby")).containsText("1 mention");
      button(page, "Yes").click();
      assertThat(question).hasCount(0);
      assertThat(page.evaluate("window.asked")).isEqualTo(1);
      nc.send("hello everyone").send("are you here, nina?").send("/msg nina just us");
      page.waitForFunction("() => window.shown.length === 2");
      assertThat(page.evaluate("window.shown"))
          .isEqualTo(List.of("nils in #lobby: are you here, nina?", "nils: just us"));
      page.reload();
      assertThat(composer(page)).isFocused();
      assertThat(question).hasCount(0);
    }
    close(page);
  }
}
