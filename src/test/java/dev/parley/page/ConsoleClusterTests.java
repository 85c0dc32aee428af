package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.TestClient;
import dev.parley.TestServer;
import dev.parley.store.PostgresServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looks at the servers of a cluster, and at where people are, in the console. */
class ConsoleClusterTests {

  @RegisterExtension static final PostgresServer DATABASE = PostgresServer.withTables();

  private static TestServer server(String name) {
    return TestServer.start(
        "spring.datasource.url=" + DATABASE.url(),
        "parley.cluster.enabled=true",
        "parley.cluster.drain-time=0s",
        "parley.cluster.name=" + name);
  }

  private static Locator row(Page page, String section, String text) {
    return page.locator(section + " tbody tr", new Page.LocatorOptions().setHasText(text));
  }

  @Test
  void nodesAndTheirPeopleAreShown() {
    try (Chromium chromium = Chromium.start();
        TestServer one = server("node-one");
        TestServer two = server("node-two");
        TestClient alice = one.join("alice");
        TestClient bob = two.join("bob");
        TestClient carol = two.join("carol")) {
      alice.expectUntil("-- carol joined .*");
      bob.expectUntil("-- carol joined .*");
      Page page = chromium.open("http://127.0.0.1:" + one.httpPort() + "/console/");
      page.getByLabel("Password").fill(TestServer.PASSWORD);
      page.keyboard().press("Enter");
      String nodes = "section[aria-labelledby=nodes]";
      assertThat(row(page, nodes, "node-one"))
          .containsText(Pattern.compile("this one.*in service"));
      assertThat(row(page, nodes, "node-two").locator("a")).hasText("2");
      assertThat(row(page, nodes, "node-two")).containsText(Pattern.compile("\\d+ s ago"));

      row(page, nodes, "node-two").locator("a").click();
      assertThat(page.locator("main h1")).hasText("Connections");
      assertThat(page.locator("tbody tr")).hasCount(2);
      assertThat(row(page, "", "carol")).containsText("node-two");
      assertThat(page.locator("thead")).containsText("Node");
      carol.send("/quit").expectUntil("-- bye.*");
      assertThat(page.locator("tbody tr")).hasCount(1);
      Chromium.expectAccessible(page, "connections");
      page.goBack();
      assertThat(row(page, nodes, "node-one")).isVisible();
      Chromium.expectAccessible(page, "overview");
      chromium.expectNoFaults();
    }
  }
}
